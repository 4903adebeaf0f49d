using System.Reflection;
using System.Text.Json.Serialization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Shape;

/// <summary>
/// A closed hierarchy is an abstract record with a private constructor: its cases are nested and sealed. What several
/// cases have in common may stand between, nested as well.
/// </summary>
public class HierarchyTests
{
    private static readonly Assembly s_core = typeof(Incident).Assembly;

    /// <summary>
    /// Growing is their point: a new kind of resource, the setting of a new procedure. A look and a fact are what their
    /// one generic type has in common.
    /// </summary>
    private static readonly Type[] s_open = [typeof(Resource), typeof(Setting), typeof(Look), typeof(Fact)];

    public static TheoryData<string> Hierarchies => [.. HierarchyNames()];

    [Fact]
    public void Hierarchies_AreFound() =>
        Assert.Superset(
            new HashSet<string>([
                "Decision",
                "Change",
                "Signal",
                "Fact`1",
                "Intake",
                "Routing",
                "AlarmMatch",
                "EstateReading",
            ]),
            HierarchyNames().Select(name => name[(name.LastIndexOf('.') + 1)..]).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Hierarchies))]
    public void AbstractRecord_IsClosed(string name)
    {
        var root = s_core.GetType(name, throwOnError: true)!;
        var cases = CasesOf(root);

        Assert.NotEmpty(cases);
        Assert.All(
            cases,
            one =>
            {
                Assert.True(one.IsSealed, $"{one} is not sealed");
                Assert.True(one.IsNested && one.DeclaringType == root, $"{one} is not nested in {root}");
            }
        );
        Assert.All(
            ConstructorsOf(root),
            constructor => Assert.True(constructor.IsPrivate, $"{root} can be derived from elsewhere")
        );
        Assert.All(
            root.GetNestedTypes().Where(IsAbstractRecord).SelectMany(ConstructorsOf),
            constructor =>
                Assert.True(
                    constructor.IsFamilyAndAssembly,
                    $"{constructor.DeclaringType} can be derived from elsewhere"
                )
        );
    }

    [Theory]
    [InlineData(typeof(Fact), typeof(Fact<>))]
    [InlineData(typeof(Look), typeof(Look<>))]
    public void GenericType_IsTheOnlyOne(Type common, Type generic) => Assert.Equal([generic], CasesOf(common));

    [Theory]
    [InlineData(typeof(Change))]
    [InlineData(typeof(Signal))]
    public void EveryCaseThatIsWritten_HasAName(Type root)
    {
        var named = root.GetCustomAttributes<JsonDerivedTypeAttribute>().ToArray();

        Assert.Equal(CasesOf(root).ToHashSet(), named.Select(one => one.DerivedType).ToHashSet());
        Assert.Equal(named.Length, named.Select(one => one.TypeDiscriminator).Distinct().Count());
    }

    [Fact]
    public void EveryRemedy_IsFoundByItsName() =>
        Assert.All(
            s_core.GetTypes().Where(type => type.IsSubclassOf(typeof(Remedy)) && !type.IsAbstract),
            type =>
                Assert.Contains(
                    AllProcedures.Remedies,
                    remedy => remedy.GetType() == type && AllProcedures.Find(remedy.Name) == remedy
                )
        );

    [Fact]
    public void EveryGuard_IsAsked() =>
        Assert.Equal(
            s_core.GetTypes().Where(type => type.IsSubclassOf(typeof(Core.Guards.Guard))).ToHashSet(),
            Core.Guards.Guard.All.Select(guard => guard.GetType()).ToHashSet()
        );

    private static IEnumerable<string> HierarchyNames() =>
        s_core
            .GetTypes()
            .Where(type => IsAbstractRecord(type) && !IsBetween(type))
            .Except(s_open)
            .Select(type => type.FullName!);

    private static bool IsAbstractRecord(Type type) => type.IsAbstract && type.GetMethod("<Clone>$") is not null;

    /// <summary>Between a closed hierarchy and some of its cases.</summary>
    private static bool IsBetween(Type type) =>
        IsAbstractRecord(type) && type.DeclaringType is { } root && type.BaseType is { } from && Open(from) == root;

    private static IEnumerable<ConstructorInfo> ConstructorsOf(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => !IsCopy(constructor, type));

    private static bool IsCopy(ConstructorInfo constructor, Type root) =>
        constructor.GetParameters() is [{ } only] && Open(only.ParameterType) == root;

    private static Type[] CasesOf(Type root) =>
        [
            .. s_core
                .GetTypes()
                .Where(type => type.BaseType is { } from && Open(from) == root)
                .SelectMany(type => IsBetween(type) ? CasesOf(type) : [type]),
        ];

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
