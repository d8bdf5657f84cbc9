using System.Text;
using System.Text.Json;
using CovTools.Libraries;

namespace CovTools.Tests.Libraries;

public sealed class LibraryReaderTests
{
    private const string Full = """
        {
          "schema": 1,
          "name": "full",
          "version": "1.0",
          "image": "full:{version}",
          "build": "make {image}",
          "modules": ["full", "numpy"],
          "inject": { "np": "numpy", "f": "full.sub" },
          "pythonPath": ["/opt/{version}", "${HERE}/lib"],
          "python": "/usr/bin/python3",
          "environment": { "A": "", "B": "x=y" },
          "source": { "include": ["src/core"], "exclude": ["src/core/test*"] },
          "pathMaps": [ { "from": "/build/*/src", "to": "/src" }, { "from": "gen", "to": "/src/gen" } ],
          "pattern": "*.py",
          "outOfMemory": ["no memory [0-9]+"],
          "timeout": 2.5
        }
        """;

    [Fact]
    public void EveryPropertyIsRead()
    {
        var library = Read(Full);

        library.Name.ShouldBe("full");
        library.Inject["f"].ShouldBe("full.sub");
        library.PythonPath.ShouldBe(["/opt/{version}", "${HERE}/lib"]);
        library.Python.ShouldBe("/usr/bin/python3");
        library.Environment.Keys.ShouldBe(["A", "B"]);
        library.Source.IsMatch("/x/src/core/a.cc").ShouldBeTrue();
        library.Source.IsMatch("/x/src/core/test_a.cc").ShouldBeFalse();
        var pathMaps = new PathMapSet(library.PathMaps);
        pathMaps.Apply("/build/7f/src/a.cc").ShouldBe("/src/a.cc");
        pathMaps.Apply("gen/a.cc").ShouldBe("/src/gen/a.cc");
        pathMaps.Apply("/gen/a.cc").ShouldBe("/gen/a.cc");
        library.Timeout.ShouldBe(TimeSpan.FromSeconds(2.5));
        library.OutOfMemory.ShouldBe(["no memory [0-9]+"]);
        Read("\uFEFF" + Full).Name.ShouldBe("full");
    }

    [Fact]
    public void ACommandIsAnAlternativeToModules()
    {
        var library = Read("""{"schema":1,"name":"fuzz","command":["./harness","{script}"],"pattern":"**/*"}""");

        library.Command.ShouldBe(["./harness", "{script}"]);
        library.Modules.ShouldBeEmpty();
    }

    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        foreach (var library in LibraryCatalog.Names.Select(name => LibraryCatalog.Get(name)).Append(Read(Full)))
        {
            var json = Write(library);

            Encoding.UTF8.GetString(Write(Read(Encoding.UTF8.GetString(json)))).ShouldBe(Encoding.UTF8.GetString(json));
        }
    }

    [Theory]
    [InlineData("", "line 1, column 1: not valid JSON")]
    [InlineData("[]", "line 1, column 1: 'the file' must be an object, found a list")]
    [InlineData("{\"schema\":1", "not valid JSON")]
    [InlineData("{\"schema\":1,\n\"name\":\"ü\",\n \"modules\":[\"a\"] }", "line 2, column 8: 'name': 'ü' is not a name")]
    [InlineData("{\"schema\":1,\n \"ü\": 2}", "line 2, column 2: unknown property 'ü'")]
    [InlineData("{\"schema\":1,\n\n   \"moduls\": []}", "line 3, column 4: unknown property 'moduls' (did you mean 'modules'?)")]
    [InlineData("{\"schema\":2}", "schema 2 is not known")]
    [InlineData("{\"schema\":\"1\"}", "line 1, column 11: 'schema' must be a number, found a string")]
    [InlineData("{\"schema\":1e500}", "'schema' is too large")]
    [InlineData("{\"name\":\"a\",\"modules\":[\"a\"]}", "'schema' is missing")]
    [InlineData("{\"schema\":1,\"modules\":[\"a\"]}", "'name' is missing")]
    [InlineData("{\"schema\":1,\"schema\":1}", "'schema' is there twice")]
    [InlineData("{\"schema\":1,\"name\":\"a\"}", "either 'modules' or 'command' must be there")]
    [InlineData("{\"schema\":1,\"name\":\"a\",\"modules\":[\"a\"],\"command\":[\"{script}\"]}", "exclude each other")]
    [InlineData("{\"schema\":1,\"name\":\"a\",\"command\":[\"./a\"]}", "'command' has no place for the input")]
    [InlineData("{\"schema\":1,\"name\":\"a\",\"command\":[\"{script}\"],\"inject\":{\"a\":\"b\"}}", "'inject' is for Python modules")]
    [InlineData("{\"modules\":\"torch\"}", "'modules' must be a list of strings, found a string")]
    [InlineData("{\"modules\":[\"a\",1]}", "'modules[1]' must be a string, found a number")]
    [InlineData("{\"modules\":[\"a b\"]}", "'a b' is not the name of a Python module")]
    [InlineData("{\"inject\":{\"a-b\":\"c\"}}", "'a-b' is not a Python name")]
    [InlineData("{\"inject\":{\"a\":\"c d\"}}", "'c d' is not the name of a Python module")]
    [InlineData("{\"inject\":{\"a\":\"c\",\"a\":\"d\"}}", "'inject.a' is there twice")]
    [InlineData("{\"environment\":{\"A=\":\"c\"}}", "not the name of an environment variable")]
    [InlineData("{\"environment\":{\"A\":1}}", "'environment.A' must be a string, found a number")]
    [InlineData("{\"environment\":null}", "'environment' must be an object, found null")]
    [InlineData("{\"image\":\"a:{verison}\"}", "has braces that are none of {version}")]
    [InlineData("{\"source\":{\"includes\":[]}}", "'source.includes' is not known")]
    [InlineData("{\"source\":{\"include\":[\"../a\"]}}", "invalid glob '../a'")]
    [InlineData("{\"pathMaps\":[{\"from\":\"/a\"}]}", "'to' is missing")]
    [InlineData("{\"pathMaps\":[{\"from\":\"/\",\"to\":\"b\"}]}", "an empty text is not allowed")]
    [InlineData("{\"pathMaps\":[1]}", "an element of pathMaps' must be an object")]
    [InlineData("{\"pattern\":\"a//b\"}", "invalid glob 'a//b'")]
    [InlineData("{\"outOfMemory\":[\"(\"]}", "invalid regular expression '('")]
    [InlineData("{\"outOfMemory\":[\"(?=a)\"]}", "invalid regular expression '(?=a)'")]
    [InlineData("{\"timeout\":0}", "'timeout' must be between")]
    [InlineData("{\"timeout\":1e9}", "'timeout' must be between")]
    [InlineData("{\"timeout\":true}", "'timeout' must be a number, found true or false")]
    [InlineData("{\"name\":\"\\ud800\"}", "not valid text")]
    [InlineData("{\"schema\":1,\"name\":\"a\",\"modules\":[\"a\"]} x", "not valid JSON")]
    [InlineData("{\"source\":{\"include\":[[[[[[[[[[", "'source.include[0]' must be a string, found a list")]
    public void ABadFileIsAnErrorWithItsPlaceAndReason(string json, string message)
    {
        Should.Throw<MalformedDataException>(() => Read(json)).Message.ShouldSatisfyAllConditions(
            text => text.ShouldStartWith("lib.json: "),
            text => text.ShouldContain("line "),
            text => text.ShouldContain(", column "),
            text => text.ShouldContain(message));
    }

    [Fact]
    public void AFileThatIsCutOffAnywhereIsAnError()
    {
        var bytes = Encoding.UTF8.GetBytes(Full);
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<MalformedDataException>(() => LibraryReader.Read("lib.json", bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void AFileWithAnyBitFlippedIsReadOrAnError()
    {
        var bytes = Encoding.UTF8.GetBytes(Full);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                LibraryReader.Read("lib.json", bytes).Name.ShouldNotBeEmpty();
            }
            catch (MalformedDataException exception)
            {
                exception.File.ShouldBe("lib.json");
            }

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TheSchemaKnowsTheSameProperties()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Join(RepositoryRoot(), "docs/library-file.schema.json")));

        schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).ShouldBe(LibraryReader.Properties, ignoreOrder: true);
        schema.RootElement.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "CovTools.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return folder.FullName;
    }

    private static LibraryFile Read(string json) => LibraryReader.Read("lib.json", Encoding.UTF8.GetBytes(json));

    private static byte[] Write(LibraryFile library)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            LibraryWriter.Write(writer, library);
        }

        return stream.ToArray();
    }
}
