using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>A version becomes current only where the service runs with it, and has come to rest.</summary>
public class ProvenVersionGuardTests
{
    private const string Secret = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:prod-env-AbCdEf";

    [Theory]
    [InlineData("task:7", "new", RolloutState.Completed, true)]
    [InlineData("task:7", "old", RolloutState.Completed, false)]
    [InlineData("task:7", null, RolloutState.Completed, false)]
    [InlineData("task:7", "new", RolloutState.InProgress, false)]
    [InlineData("task:8", "new", RolloutState.Completed, false)]
    public void Current_IsWhatServes(string definition, string? version, RolloutState rollout, bool allows) =>
        Assert.Equal(
            allows,
            Check(
                Some.Fine.Rolling(Some.Deployment(rollout: rollout))
                    .Shows(
                        TaskDefinitionLooks.InUse,
                        new DefinitionStates(With(definition, version), With(definition, version))
                    )
            )
                is null
        );

    [Fact]
    public void Current_IsNotMovedBlindly() =>
        Assert.Equal(DenialThen.AskPerson, Check(Some.Fine.Hides(TaskDefinitionLooks.InUse, "AccessDenied"))?.Then);

    private static DefinitionState With(string definition, string? version) =>
        new(
            definition,
            [new SecretUse("app", "ENV", version is null ? Secret : SecretUse.Pinned(Secret, version))],
            [],
            ""
        );

    private static Denial? Check(Evidence seen) =>
        new ProvenVersionGuard().Check(
            new GuardQuestion(
                new Change.MoveCurrentVersion(Some.Target, Secret, "old", "new"),
                Some.Incident,
                TargetRecord.New(Some.Target),
                Mode.Act,
                ControlSwitch.Unset,
                new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
                {
                    NotifyWithin = TimeSpan.FromMinutes(15),
                },
                seen,
                TimeSpan.FromSeconds(60),
                Some.Now
            )
            {
                Target = Some.Service,
            }
        );
}
