using System.Text.RegularExpressions;
using CovTools.Libraries;

namespace CovTools.Tests.Libraries;

public sealed class LibraryCatalogTests
{
    [Fact]
    public void TheBuiltInLibrariesAreThere()
    {
        LibraryCatalog.Names.ShouldBe(["tf", "tinytensor", "torch", "torch-ops", "tvm"]);
        LibraryCatalog.Names.ShouldAllBe(name => LibraryCatalog.Get(name, null).Name == name);
    }

    [Fact]
    public void TorchIsWhatItsUsersKnow()
    {
        var torch = LibraryCatalog.Get("torch");

        torch.Version.ShouldBe("2.2.0");
        torch.Image.ShouldBe("ncsu-swat/torch-2.2.0-instrumented");
        torch.Build.ShouldBe("docker build -t ncsu-swat/torch-2.2.0-instrumented docker/torch-2.2.0-instrumented");
        torch.Modules.ShouldBe(["torch", "numpy"]);
        torch.Inject.ShouldBe(new Dictionary<string, string> { ["np"] = "numpy", ["torch"] = "torch" });
        torch.Environment["OMP_NUM_THREADS"].ShouldBe("1");
        torch.Pattern.ShouldBe("**/*.py");
        torch.Source.IsMatch("/pytorch/aten/src/ATen/native/cpu/Add.cpp").ShouldBeTrue();
        torch.Source.IsMatch("/pytorch/aten/src/ATen/core/Add.cpp").ShouldBeFalse();
        torch.OutOfMemory.Any(pattern => Regex.IsMatch("RuntimeError: [enforce fail at alloc_cpu.cpp:83] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to", pattern)).ShouldBeTrue();
        torch.OutOfMemory.Any(pattern => Regex.IsMatch("RuntimeError: shape mismatch", pattern)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/root/.cache/bazel/_bazel_root/0123abcd/execroot/org_tensorflow/tensorflow/core/kernels/a.cc")]
    [InlineData("/root/.cache/bazel/_bazel_root/0123abcd/sandbox/linux-sandbox/7/execroot/org_tensorflow/tensorflow/core/kernels/a.cc")]
    [InlineData("/proc/self/cwd/tensorflow/core/kernels/a.cc")]
    public void TensorFlowsBuildRootsLeadToItsSource(string path)
    {
        var tf = LibraryCatalog.Get("tf");

        new PathMapSet(tf.PathMaps).Apply(path).ShouldBe("/tensorflow/tensorflow/core/kernels/a.cc");
        tf.Source.IsMatch(path).ShouldBeTrue();
        tf.Image.ShouldBe("ncsu-swat/tf-2.16.1-instrumented");
    }

    [Fact]
    public void AnotherVersionIsPutIntoAllTexts()
    {
        var torch = LibraryCatalog.Get("torch", "2.3.1");

        (torch.Version, torch.Image).ShouldBe(("2.3.1", "ncsu-swat/torch-2.3.1-instrumented"));
        torch.Build.ShouldNotBeNull().ShouldContain("docker/torch-2.3.1-instrumented");
    }

    [Theory]
    [InlineData("tvm", "0.16.0", "has no place for a version")]
    [InlineData("torch", "2.2.0; rm -rf /", "is not a version")]
    [InlineData("torch", "", "is not a version")]
    [InlineData("tensorflow", null, "unknown library 'tensorflow'")]
    [InlineData("Torch", null, "did you mean 'torch' or 'torch-ops'?")]
    [InlineData("trch", null, "did you mean 'torch'?")]
    [InlineData("", null, "known are tf, tinytensor, torch, torch-ops, tvm")]
    [InlineData("../torch", null, "unknown library")]
    public void WhatIsNotThereIsAUsageError(string name, string? version, string message)
    {
        Should.Throw<UsageException>(() => LibraryCatalog.Get(name, version)).Message.ShouldContain(message);
    }

    [Fact]
    public void PathsMayNameVariablesOfTheHost()
    {
        var library = LibraryCatalog.Get("tinytensor");

        library.ExpandVariables(name => name == "COVTOOLS_SAMPLES" ? "/opt/samples" : null).PythonPath.ShouldBe(["/opt/samples/tinytensor/build"]);
        Should.Throw<EnvironmentIncompleteException>(() => library.ExpandVariables(_ => null)).Message.ShouldContain("COVTOOLS_SAMPLES");
    }

    [Fact]
    public void AUsersFileIsRead()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"schema":1,"name":"mine","version":"1","image":"mine:{version}","modules":["a.b"]}""");

        var library = LibraryCatalog.ReadFile(path, "2");

        File.Delete(path);
        library.Image.ShouldBe("mine:2");
        Should.Throw<UsageException>(() => LibraryCatalog.ReadFile(path)).Message.ShouldContain(path);
    }

    [Fact]
    public void AHugeFileIsRefused()
    {
        var path = Path.GetTempFileName();
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(1L << 40);
        }

        var exception = Should.Throw<MalformedDataException>(() => LibraryCatalog.ReadFile(path));

        File.Delete(path);
        exception.Reason.ShouldContain("at most");
    }
}
