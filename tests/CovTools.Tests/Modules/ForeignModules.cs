namespace CovTools.Tests.Modules;

/// <summary>The C program for other machines: compiled by clang 19, linked to shared objects by LLVM's linker that comes with Rust. They are read, never run.</summary>
internal static class ForeignModules
{
    public static string Compile(string target) => Toolchain.Build($"program-{target}.o", output =>
    {
        Toolchain.Require(19);
        ToolRunner.Run("/usr/bin/clang-19", [
            $"--target={target}", "-O0", "-fPIC", "-fprofile-instr-generate", "-fcoverage-mapping", "-nostdlibinc", "-I", Headers(), "-c", "-o", output, Toolchain.Source("program.c")]);
    });

    public static string Link(string target) => Toolchain.Build($"program-{target}.so", output =>
        ToolRunner.Run(Linker(), ["-flavor", "gnu", "-shared", "-z", "notext", "--unresolved-symbols=ignore-all", "--build-id=sha1", "-o", output, Compile(target)]));

    private static string Linker()
    {
        var root = ToolRunner.Run(Toolchain.RequireRust(), ["--print", "sysroot"]).Trim();
        var linker = Directory.GetFiles(root, "rust-lld", SearchOption.AllDirectories).FirstOrDefault() ?? Path.Combine(root, "rust-lld");
        ToolRunner.Require(linker);
        return linker;
    }

    /// <summary>The two headers that the program includes, without a system's own types in them.</summary>
    private static string Headers()
    {
        var directory = Toolchain.Scratch();
        File.WriteAllText(Path.Combine(directory, "stdio.h"), "int printf(const char *, ...);\n");
        File.WriteAllText(Path.Combine(directory, "stdlib.h"), "int atoi(const char *);\n");
        return directory;
    }
}
