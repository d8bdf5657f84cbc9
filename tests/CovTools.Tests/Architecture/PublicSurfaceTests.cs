using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CovTools.Tests.Architecture;

/// <summary>
/// What users of the library can see is listed in PublicSurface.txt, so that no change of it goes unseen. COVTOOLS_WRITE_SURFACE=true writes the file anew.
/// </summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string s_file = Path.Combine(RepositoryRoot.Path, "tests/CovTools.Tests/Architecture/PublicSurface.txt");

    [Fact]
    public void ItIsTheOneThatIsListed()
    {
        var surface = Surface(typeof(ExitCode).Assembly);
        if (Environment.GetEnvironmentVariable("COVTOOLS_WRITE_SURFACE") == "true")
        {
            File.WriteAllText(s_file, surface);
        }

        var listed = File.ReadAllLines(s_file);
        var there = surface.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        const string How = "COVTOOLS_WRITE_SURFACE=true writes PublicSurface.txt anew, when the change is meant";
        there.Except(listed).ShouldBeEmpty($"not listed: {How}");
        listed.Except(there).ShouldBeEmpty($"listed, but gone: {How}");
        listed.ShouldBe(there, How);
    }

    private static string Surface(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            var members = MembersOf(type).Distinct().Order(StringComparer.Ordinal).ToList();
            text.Append(Kind(type)).Append(' ').Append(type.Namespace).Append('.').Append(Name(type)).Append('\n');
            foreach (var member in members)
            {
                text.Append("  ").Append(Name(type)).Append(": ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "D")}");
        }

        return type.GetMembers(Declared).Where(static member => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null || member is PropertyInfo).Select(Describe).OfType<string>();
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Generic(method.GetGenericArguments())}({Parameters(method)})",
        PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod) =>
            $"{(property.GetAccessors(nonPublic: true)[0].IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name}{(Visible(property.GetMethod) ? " get" : "")}{Setter(property)}",
        FieldInfo { IsPublic: true } field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo { AddMethod.IsPublic: true } @event => $"event {Name(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static bool Visible(MethodInfo? method) => method is not null && IsVisible(method);

    private static string Setter(PropertyInfo property) => !Visible(property.SetMethod) ? ""
        : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init" : " set";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(static parameter => $"{(parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? "?" : "")}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick] + Generic(type.GetGenericArguments());
    }

    private static string Generic(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";
}
