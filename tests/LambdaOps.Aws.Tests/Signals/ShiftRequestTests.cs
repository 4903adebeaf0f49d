using LambdaOps.Aws.Signals;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>A person wants all of a rule's traffic at one service.</summary>
public class ShiftRequestTests
{
    [Fact]
    public void ShiftFile_IsAPersonsRequest() =>
        Assert.Equal(
            new RolloutRequest(RolloutWish.Shift),
            Assert
                .IsType<Signal.OperatorRequested>(
                    Assert.Single(
                        Assert.IsType<IncomingEvent.Signals>(EventFilesTests.Read("operator-rollout-shift.json")).All
                    )
                )
                .Rollout
        );
}
