using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Tests.Procedures;

public class AllProceduresTests
{
    [Fact]
    public void Names_AreGivenOnce() =>
        Assert.Equal(
            AllProcedures.Remedies.Length,
            AllProcedures.Remedies.Select(remedy => remedy.Name).Distinct().Count()
        );

    [Fact]
    public void Function_IsNamedAfterItsRemedyWhereNothingElseIsSaid() =>
        Assert.Equal(new FunctionName("ServiceUnavailable"), AllProcedures.FunctionOf(new("serviceUnavailable")));

    [Fact]
    public void Remedy_ThatNobodyRegisteredHasNoFunction()
    {
        Assert.Null(AllProcedures.Find(new ProcedureName("typo")));
        Assert.Contains(
            "there is no remedy 'typo', expected one of serviceUnavailable, latency",
            Assert.Throws<InvalidOperationException>(() => AllProcedures.FunctionOf(new("typo"))).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>What people set is said once: a name, bounds that the default keeps, and a sentence.</summary>
    [Fact]
    public void Numbers_KeepTheirBoundsAndHaveASentence() =>
        Assert.All(
            AllProcedures.Remedies.SelectMany(remedy => remedy.Numbers),
            number =>
            {
                Assert.EndsWith(".", number.Says, StringComparison.Ordinal);
                Assert.True(
                    number.Bounds is not { } bounds || (number.Default >= bounds.From && number.Default <= bounds.To),
                    number.Name
                );
            }
        );
}
