using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Tests.Shape;

/// <summary>
/// Core has no I/O, no clock, no chance, no logger, no Task: its compiled form refers to none of them.
/// </summary>
public class PurityTests
{
    private static readonly string[] s_assemblies =
    [
        "System.Collections",
        "System.Collections.Immutable",
        "System.Linq",
        "System.Memory",
        "System.Runtime",
        "System.Runtime.InteropServices",
        "System.Text.Json",
        "System.Text.RegularExpressions",
        "System.Xml.ReaderWriter",
    ];

    private static readonly string[] s_types =
    [
        "System.Threading.Tasks",
        "System.Threading.Thread",
        "System.Threading.Timer",
        "System.Net.",
        "System.IO.File",
        "System.IO.Stream",
        "System.IO.Directory",
        "System.Random",
        "System.Security.Cryptography",
        "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch",
        "System.Console",
        "System.TimeProvider",
        "Microsoft.Extensions",
    ];

    private static readonly string[] s_members =
    [
        "DateTime.get_Now",
        "DateTime.get_UtcNow",
        "DateTime.get_Today",
        "DateTimeOffset.get_Now",
        "DateTimeOffset.get_UtcNow",
        "Guid.NewGuid",
        "Guid.CreateVersion7",
    ];

    [Fact]
    public void Core_RefersToPureAssembliesOnly() =>
        Assert.Empty(
            typeof(Incident).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Except(s_assemblies)
        );

    [Fact]
    public void Core_RefersToNothingThatActsOrWaits()
    {
        var (types, members) = References(typeof(Incident).Assembly);

        Assert.Contains("System.DateTimeOffset", types);
        Assert.DoesNotContain(
            types,
            type =>
                s_types.Any(banned => type.StartsWith(banned, StringComparison.Ordinal))
                && type != "System.IO.Enumeration.FileSystemName"
        );
        Assert.Empty(members.Intersect(s_members));
        Assert.DoesNotContain(members, IsOfTheEnvironment);
    }

    /// <summary>But the thread's number, which the compiler writes into every iterator.</summary>
    private static bool IsOfTheEnvironment(string member) =>
        member.StartsWith("Environment.", StringComparison.Ordinal)
        && member != "Environment.get_CurrentManagedThreadId";

    /// <summary>The finder finds: this assembly does refer to what Core must not.</summary>
    [Fact]
    public void References_AreFound()
    {
        _ = DateTimeOffset.UtcNow;
        _ = Environment.MachineName;
        var (types, members) = References(typeof(PurityTests).Assembly);

        Assert.Contains("System.IO.File", types);
        Assert.Contains("DateTimeOffset.get_UtcNow", members);
        Assert.Contains(members, IsOfTheEnvironment);
    }

    private static (HashSet<string> Types, HashSet<string> Members) References(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata
            .TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
        var members = metadata
            .MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
            {
                var parent = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                return $"{metadata.GetString(parent.Name)}.{metadata.GetString(member.Name)}";
            });
        return (types.ToHashSet(), members.ToHashSet());
    }
}
