using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

public class TableGuardTests
{
    private static readonly OperatedTable s_table = new("events", Expiry: null)
    {
        Cap = new CapacityCap(400, 100, OnDemand: true),
    };

    private static readonly Change.SetTableBillingMode s_switch = new(s_table.Id, TableBilling.OnDemand, 100, 50);

    [Theory]
    [InlineData(UnitKind.Read, 200, 400, true)]
    [InlineData(UnitKind.Read, 201, 401, false)]
    [InlineData(UnitKind.Write, 60, 100, true)]
    [InlineData(UnitKind.Write, 60, 101, false)]
    [InlineData(UnitKind.Read, 100, 200, true)]
    [InlineData(UnitKind.Read, 100, 201, false)]
    [InlineData(UnitKind.Read, 1000, 500, true)]
    public void Units_AreCappedAndDoubledAtMost(UnitKind unit, int from, int to, bool allows) =>
        Assert.Equal(
            allows,
            new CapacityCapGuard().Check(Question(new Change.SetTableThroughput(s_table.Id, null, unit, from, to, 10)))
                is null
        );

    [Fact]
    public void OnDemand_IsTheEstatesToAllow()
    {
        Assert.Null(new CapacityCapGuard().Check(Question(s_switch)));
        Assert.NotNull(
            new CapacityCapGuard().Check(
                Question(s_switch) with
                {
                    Target = s_table with { Cap = new CapacityCap(400, 100, OnDemand: false) },
                }
            )
        );
        Assert.NotNull(new CapacityCapGuard().Check(Question(s_switch) with { Target = s_table with { Cap = null } }));
    }

    /// <summary>A day is any 24 hours; the way back is not counted.</summary>
    [Theory]
    [InlineData(3, 60, true)]
    [InlineData(4, 60, false)]
    [InlineData(4, 86_399, false)]
    [InlineData(4, 86_400, true)]
    public void Switches_AreCountedInTheJournal(int made, int secondsAgo, bool allows)
    {
        var question = Question(s_switch);
        question = question with
        {
            Record = question.Record with
            {
                BillingSwitches = [.. Enumerable.Repeat(Some.Now.AddSeconds(-secondsAgo), made)],
            },
        };

        Assert.Equal(allows, new BillingSwitchGuard().Check(question) is null);
        Assert.Null(
            new BillingSwitchGuard().Check(question with { Change = s_switch with { To = TableBilling.Provisioned } })
        );
    }

    [Fact]
    public void Switch_IsRememberedForADay()
    {
        var counted = BillingSwitchGuard.Count([Some.Now.AddDays(-1), Some.Now.AddHours(-23)], s_switch, Some.Now);

        Assert.Equal([Some.Now.AddHours(-23), Some.Now], counted.AsEnumerable());
        Assert.Empty(BillingSwitchGuard.Count([], s_switch with { To = TableBilling.Provisioned }, Some.Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Capacity_IsNotTakenBackUnderAlarm(bool alarm)
    {
        var question = Question(new Change.SetTableThroughput(s_table.Id, null, UnitKind.Read, 200, 100, 50));
        var live = new TableState(
            false,
            [new TablePart(null, "ACTIVE", new PartUnits(200, null, null), new PartUnits(50, null, null), 0)]
        );

        var denial = Guard.FirstDenial(
            ChangeKind.SetTableThroughput.Guards,
            question with
            {
                Seen = Evidence
                    .NotAsked.Shows(TableLooks.State, live)
                    .Shows(AlarmLooks.Active, alarm ? new ActiveAlarms(["events-throttled"]) : ActiveAlarms.None),
            }
        );
        Assert.Equal(alarm, denial is not null);
    }

    [Theory]
    [InlineData("ACTIVE", 100, true)]
    [InlineData("ACTIVE", 120, false)]
    [InlineData("UPDATING", 100, false)]
    public void Table_ThatSomeoneChangesIsLeftAlone(string status, int units, bool allows)
    {
        var live = new TableState(
            false,
            [new TablePart(null, status, new PartUnits(units, null, null), new PartUnits(50, null, null), 0)]
        );
        var change = new Change.SetTableThroughput(s_table.Id, null, UnitKind.Read, 100, 200, 50);

        Assert.Equal(
            allows,
            new LiveStateGuard().Check(Question(change) with { Seen = Evidence.NotAsked.Shows(TableLooks.State, live) })
                is null
        );
    }

    private static GuardQuestion Question(Change change) =>
        new(
            change,
            Some.Incident,
            TargetRecord.New(s_table.Id),
            Mode.Act,
            ControlSwitch.Unset,
            new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
            {
                NotifyWithin = TimeSpan.FromMinutes(15),
            },
            Evidence.NotAsked,
            TimeSpan.FromSeconds(60),
            Some.Now
        )
        {
            Target = s_table,
        };
}
