using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

/// <summary>Each region in which the estate has functions has a control switch of its own.</summary>
public class ControlCommandTests
{
    [Theory]
    [InlineData("ap-northeast-1", "ap-northeast-1 us-west-2")]
    [InlineData("us-west-2", "us-west-2 ap-northeast-1")]
    [InlineData("eu-west-1", "eu-west-1")]
    public void Switch_IsSetWhereTheEstateHasFunctions(string here, string regions) =>
        Assert.Equal(
            regions,
            string.Join(' ', ControlCommand.RegionsOf(DrillEstate.Read(Repository.Estate).Estate, here))
        );

    [Theory]
    [InlineData("lost", ExitCodes.Usage, "lambdaops: lost: nothing answers; it is not said there")]
    [InlineData("denies", ExitCodes.NotDone, "")]
    [InlineData("well", ExitCodes.Passed, "")]
    public async Task RegionThatIsLost_KeepsNobodyFromTheOther(string first, int code, string error)
    {
        var (asked, errors) = (new List<string?>(), new StringWriter());

        var worst = await ControlCommand.EachAsync(
            [first, "second"],
            region =>
            {
                asked.Add(region);
                return region switch
                {
                    "lost" => throw new UsageException("nothing answers"),
                    "denies" => Task.FromResult(ExitCodes.NotDone),
                    _ => Task.FromResult(ExitCodes.Passed),
                };
            },
            errors
        );

        Assert.Equal([first, "second"], asked);
        Assert.Equal((code, error), (worst, errors.ToString().TrimEnd()));
    }
}
