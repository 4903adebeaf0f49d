using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>Two people who work on the same estate, by the plan; and who fix what is left in the end.</summary>
internal sealed class People(CampaignRun run)
{
    private const double ShareOfMoments = 0.02;

    /// <summary>There are few steps in, and an alarm that comes in between is what they have to look for.</summary>
    private const double ShareOfStepsIn = 0.1;

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(15);

    /// <summary>Of so many requests one fails; 0 is none.</summary>
    private static readonly int[] s_flickers = [0, 2, 5, 50];

    private static readonly string[] s_names = ["sato", "tanaka"];

    private readonly Chance _chance = Chance.StreamOf(run.Options.Seed, "answers");

    private readonly Chance _moments = Chance.StreamOf(run.Options.Seed, "moments");

    private readonly Chance _notes = Chance.StreamOf(run.Options.Seed, "notes");

    private readonly Chance _tests = Chance.StreamOf(run.Options.Seed, "performance tests");

    private readonly HashSet<string> _approved = new(StringComparer.Ordinal);

    public void Do(PlannedAct act)
    {
        var chance = new Chance(act.Dice);
        var service = run.Services[act.Service];
        run.Tally.Count("act", act.Kind);
        if (act.Kind is not (ActKind.AskRemedy or ActKind.AskPage or ActKind.FalseAlarm))
        {
            run.Strike(null, FaultKind.People, act.Kind.ToString());
        }

        run.Say($"{Name(chance)}: {act.Kind} on {service.Operated.Id}");
        switch (act.Kind)
        {
            case ActKind.AskRemedy:
                AskRemedy(service, chance);
                break;
            case ActKind.AskPage when service.Operated.Site is { } site:
                AskPage(site, (PageRequest)chance.Below(3), chance);
                break;
            case ActKind.DeployGood:
                service.DeployNew(serves: true, dies: false);
                break;
            case ActKind.DeployBad:
                service.DeployNew(serves: false, dies: chance.Below(3) != 0);
                break;
            case ActKind.Scale:
                Scale(service, chance);
                break;
            case ActKind.MoveMinimum when service.Automatic is { } automatic:
                service.SetMinimum(1 + chance.Below(automatic.Maximum), byLoop: false);
                break;
            case ActKind.EditPage when service.Operated.Site is { } site:
                run.SiteOf(site).Drawn(chance).Edit(run.Clock.Ticks);
                break;
            case ActKind.RobBackup when service.Operated.Site is { } site:
                run.SiteOf(site).Rob(run.Clock.Ticks);
                break;
            case ActKind.FlipSwitch:
                Flip((Mode)chance.Below(3), chance);
                break;
            case ActKind.FalseAlarm when service.Alarms is { Count: > 0 } alarms:
                run.Strike(null, FaultKind.FalseAlarm, service.Operated.Id.Value);
                FireFalsely(service, alarms[chance.Below(alarms.Count)], chance);
                break;
        }
    }

    /// <summary>A deployment by a pipeline or by request, or a word about the one that runs.</summary>
    public void Do(PlannedRollout planned)
    {
        var chance = new Chance(planned.Dice);
        var service = run.Services[planned.Service];
        run.Tally.Count("rollout", planned.Kind);
        run.Say($"{Name(chance)}: rollout {planned.Kind} on {service.Operated.Id}");
        switch (planned.Kind)
        {
            case RolloutKind.Pipeline:
                service.Update(service.Register(RevisionTasks.Good with { Serves = chance.Below(2) == 0 }));
                break;
            case RolloutKind.Ask:
                AskRollout(
                    service,
                    new RolloutRequest(
                        RolloutWish.Deploy,
                        service.Register(RevisionTasks.Good with { Serves = chance.Below(2) == 0 })
                    ),
                    chance
                );
                break;
            case RolloutKind.Pause:
                AskRollout(service, new RolloutRequest(RolloutWish.Pause), chance);
                run.Clock.In(
                    TimeSpan.FromSeconds(chance.Between(30, 900)),
                    () => AskRollout(service, new RolloutRequest(RolloutWish.Resume), chance)
                );
                break;
            case RolloutKind.Abort:
                AskRollout(service, new RolloutRequest(RolloutWish.Abort), chance);
                break;
        }
    }

    private void AskRollout(CampaignService service, RolloutRequest request, Chance chance) =>
        AskRollout(service, request, Name(chance));

    private void AskRollout(CampaignService service, RolloutRequest request, string by)
    {
        if (service.Operated.Rollout is not null)
        {
            run.Mail.Ask(
                new Signal.OperatorRequested(
                    service.Operated.Id,
                    RolloutProcedure.ProcedureName,
                    Mode.Act,
                    by,
                    "a release"
                )
                {
                    Rollout = request,
                }
            );
        }
    }

    /// <summary>
    /// In the end every cause is fixed, one after the other, and nobody is stopped from it any more.
    /// </summary>
    public void FixAll(Chance chance)
    {
        run.Say($"the kill switch is set to act");
        run.Store.Control = ControlSwitch.Unset;
        foreach (var table in run.Tables)
        {
            run.Clock.In(TimeSpan.FromSeconds(table.Alarms.Count * 60), table.Fix);
        }

        foreach (var service in run.Services)
        {
            run.Clock.In(
                TimeSpan.FromSeconds(chance.Between(0, 900)),
                () =>
                {
                    run.Say($"someone fixes {service.Operated.Id}");
                    service.Outages.Fix(RestoresCapacity(service));
                    run.Clock.In(s_lookAgain, () => LookAgain(service));
                }
            );
        }
    }

    /// <summary>
    /// Whether a person has to restore the capacity: the loop does so only in a total outage, where it may act, and
    /// while on-call does not have it.
    /// </summary>
    private static bool MayRestoreCapacity(CampaignService service, Incident? open) =>
        open is { IsHandedOff: false, Clearance.Ceiling: Mode.Act }
        && open.Remedy == TotalOutageProcedure.ProcedureName
        && service.Operated.TotalOutage is { Mode: Mode.Act };

    private bool RestoresCapacity(CampaignService service) =>
        !MayRestoreCapacity(service, run.Store[service.Operated.Id].Record.Open);

    /// <summary>Who fixed a service looks again every now and then.</summary>
    private void LookAgain(CampaignService service)
    {
        // A deployment that someone asked for may have come after the fix.
        service.Repair();
        if (service.Desired < service.Operated.Capacity.Normal && RestoresCapacity(service))
        {
            run.Say($"someone sets {service.Operated.Id} back to {service.Operated.Capacity.Normal}");
            service.Outages.Fix(restoresCapacity: true);
        }

        run.Clock.In(s_lookAgain, () => LookAgain(service));
    }

    /// <summary>A person did approve that offer.</summary>
    public bool HasApproved(string offer) => _approved.Contains(offer);

    /// <summary>
    /// An offer has reached people: they answer soon, late, twice, against each other, or not at all.
    /// </summary>
    public void Consider(Notice notice)
    {
        const string Key = "\"approve\":\"";
        var text = notice.NextSteps[0];
        var from = text.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        var offer = text[from..text.IndexOf('"', from)];
        for (var answers = _chance.Below(4); answers > 0; answers--)
        {
            var answer = _chance.Below(3) == 0 ? OperatorAnswer.Refuse : OperatorAnswer.Approve;
            var after = TimeSpan.FromSeconds(
                _chance.Below(2) == 0 ? _chance.Between(2, 90) : _chance.Between(60, 1200)
            );
            var function = AddresseeOf(_chance);
            run.Clock.In(after, () => Answer(new TargetId(notice.Target), answer, offer, function));
        }
    }

    /// <summary>A level was paged: someone acknowledges it, or nobody does.</summary>
    public void Hear(Notice notice)
    {
        if (notice.Incident is { } incident && _chance.Below(2) == 0)
        {
            var function = AddresseeOf(_chance);
            run.Clock.In(
                TimeSpan.FromSeconds(_chance.Between(5, 1200)),
                () => Answer(new TargetId(notice.Target), OperatorAnswer.Acknowledge, incident.Value, function)
            );
        }
    }

    /// <summary>Someone tests a deployment, and reports how it went: soon, late, twice, or not at all.</summary>
    public void Test(Notice notice)
    {
        for (var times = _tests.Below(3); times > 0; times--)
        {
            var result = _tests.Below(3) == 0 ? TestResult.Failed : TestResult.Passed;
            var (service, by) = (run.FindService(new TargetId(notice.Target))!, Name(_tests));
            run.Clock.In(
                TimeSpan.FromSeconds(_tests.Between(5, 1200)),
                () =>
                {
                    run.Tally.Count("performanceTest", result);
                    AskRollout(service, new RolloutRequest(RolloutWish.Report, Result: result), by);
                }
            );
        }
    }

    /// <summary>
    /// On-call has it, or it is over: someone writes down what they know, soon or hours later, and may send it twice.
    /// </summary>
    public void Write(Notice notice)
    {
        if (notice.Incident is not { } incident || _notes.Below(4) != 0)
        {
            return;
        }

        var abouts = Enum.GetValues<RemarkAbout>();
        var about = _notes.Below(abouts.Length + 1);
        var note = new Signal.OperatorAnswered(
            new TargetId(notice.Target),
            OperatorAnswer.Note,
            incident.Value,
            Name(_notes),
            $"as seen{run.LongWords(900)}"
        )
        {
            About = about == abouts.Length ? null : abouts[about],
        };
        for (var times = 1 + _notes.Below(2); times > 0; times--)
        {
            var function = AddresseeOf(_notes);
            run.Clock.In(
                TimeSpan.FromSeconds(_notes.Between(5, 7200)),
                () =>
                {
                    run.Tally.Count("answer", OperatorAnswer.Note);
                    run.Mail.Answer(note, function);
                }
            );
        }
    }

    /// <summary>The function that takes answers, or, in a run with that fault, one that must not.</summary>
    private FunctionName AddresseeOf(Chance chance)
    {
        if (!run.IsFaulty || !run.Options.Faults.Contains(FaultKind.MisdirectedAnswer) || chance.Below(6) != 0)
        {
            return AllProcedures.Operator;
        }

        run.Strike(null, FaultKind.MisdirectedAnswer, "answer");
        return AllProcedures.LoopFunctions[chance.Below(AllProcedures.LoopFunctions.Length)];
    }

    private void Answer(TargetId target, OperatorAnswer answer, string offer, FunctionName function)
    {
        if (answer == OperatorAnswer.Approve && function == AllProcedures.Operator)
        {
            _approved.Add(offer);
        }

        run.Tally.Count("answer", answer);
        run.Mail.Answer(new Signal.OperatorAnswered(target, answer, offer, s_names[0], "as seen"), function);
    }

    /// <summary>A page that a person wanted up is not wanted any more.</summary>
    public void TakeDown(OperatedSite site, Chance chance) => AskPage(site, PageRequest.Down, chance);

    /// <summary>
    /// Someone does the same, or something else, in the very moment between an intent and the look before its change.
    /// </summary>
    public void Interfere(TargetId target, Change change)
    {
        var service = run.FindService(target);
        if (change.ScalesIn && service is not null && _moments.Share() < ShareOfStepsIn)
        {
            FireInBetween(service);
        }

        if (!run.IsFaulty || !run.Options.Faults.Contains(FaultKind.People) || _moments.Share() >= ShareOfMoments)
        {
            return;
        }

        switch (change)
        {
            case Change.SetDesiredCount when service is not null:
                run.Strike(null, FaultKind.People, "in between");
                Scale(service, _moments);
                break;
            case Change.SetScalingMinimum when service?.Automatic is { } automatic:
                run.Strike(null, FaultKind.People, "in between");
                service.SetMinimum(1 + _moments.Below(automatic.Maximum), byLoop: false);
                break;
            case Change.ForceNewDeployment
            or Change.RestartAt
            or Change.RollBack
            or Change.StartDeployment
            or Change.RegisterDefinition
            or Change.ContinueDeployment
            or Change.RollBackDeployment
            or Change.MoveCurrentVersion when service is not null:
                run.Strike(null, FaultKind.People, "in between");
                DeployOrScale(service);
                break;
            case Change.MoveCurrentVersion when service is not null:
                run.Strike(null, FaultKind.People, "in between");
                run.SecretOf(service.Operated).MoveByPerson(_moments);
                break;
            case Change.OfPage:
                run.Strike(null, FaultKind.People, "in between");
                SiteOf(target)?.PageOf(change)?.Edit(run.Clock.Ticks);
                break;
        }
    }

    private void FireInBetween(CampaignService service)
    {
        if (
            run.IsFaulty
            && run.Options.Faults.Contains(FaultKind.FalseAlarm)
            && service.Alarms is { Count: > 0 } alarms
        )
        {
            run.Strike(null, FaultKind.FalseAlarm, "in between");
            FireFalsely(service, alarms[_moments.Below(alarms.Count)], _moments);
        }
    }

    private void DeployOrScale(CampaignService service)
    {
        switch (_moments.Below(3))
        {
            case 0:
                service.DeployNew(serves: true, dies: false);
                break;
            case 1:
                Scale(service, _moments);
                break;
            default:
                run.Say($"{service.Operated.Id} is stopped by hand");
                service.SetDesired(0, byLoop: false);
                break;
        }
    }

    /// <summary>Someone edits the page in the very moment between the last look at it and its change.</summary>
    public void InterfereAfterLook(TargetId target, OperatedSite site)
    {
        if (
            run.IsFaulty
            && run.Options.Faults.Contains(FaultKind.People)
            && run.Store[target].Record.Open?.Intent?.Change
                is (Change.PublishMaintenancePage or Change.RestorePage)
                    and var change
            && _moments.Share() < ShareOfMoments
        )
        {
            run.Strike(null, FaultKind.People, "after the look");
            run.SiteOf(site).PageOf(change)?.Edit(run.Clock.Ticks);
        }
    }

    /// <summary>
    /// For some minutes, or stuck for an hour; and then single requests to the health URL may fail meanwhile.
    /// </summary>
    private static void FireFalsely(CampaignService service, AlarmModel alarm, Chance chance)
    {
        var length = TimeSpan.FromSeconds(chance.Between(30, 400));
        if (chance.Below(3) == 0)
        {
            length = TimeSpan.FromSeconds(chance.Between(1200, 4000));
            service.Outages.Flicker(s_flickers[chance.Below(s_flickers.Length)], length);
        }

        alarm.FireFalsely(length);
    }

    private SiteModel? SiteOf(TargetId target) =>
        run.Plan.Estate.Find(target) switch
        {
            OperatedService { Site: { } site } => run.SiteOf(site),
            OperatedSite site => run.SiteOf(site),
            _ => null,
        };

    private void AskRemedy(CampaignService service, Chance chance)
    {
        var remedies = AllProcedures.Remedies.Where(remedy => remedy.SettingFor(service.Operated) is not null).ToList();
        if (remedies.Count > 0)
        {
            run.Mail.Ask(
                new Signal.OperatorRequested(
                    service.Operated.Id,
                    remedies[chance.Below(remedies.Count)].Name,
                    chance.Below(2) == 0 ? Mode.Observe : Mode.Act,
                    Name(chance),
                    "a drill"
                )
            );
        }
    }

    private void AskPage(OperatedSite site, PageRequest wish, Chance chance)
    {
        if (site.MaintenancePage is not null)
        {
            run.Mail.Ask(
                new Signal.OperatorRequested(
                    site.Id,
                    Core.Procedures.MaintenancePage.MaintenancePageProcedure.ProcedureName,
                    Mode.Act,
                    Name(chance),
                    "a change"
                )
                {
                    Page = wish,
                }
            );
        }
    }

    private void Scale(CampaignService service, Chance chance)
    {
        var capacity = service.Operated.Capacity;
        var to = chance.Below(8) switch
        {
            0 => 0,
            1 => 1,
            _ => capacity.Floor + chance.Below(capacity.Ceiling - capacity.Floor + 1),
        };
        run.Say($"{service.Operated.Id} is scaled from {service.Desired} to {to} by hand");
        service.SetDesired(to, byLoop: false);
    }

    private void Flip(Mode mode, Chance chance)
    {
        run.Store.Control = new ControlSwitch(mode, Name(chance), "a change");
        run.Say($"the kill switch is set to {mode}");
        if (mode != Mode.Act)
        {
            run.Clock.In(
                TimeSpan.FromSeconds(chance.Between(20, 600)),
                () =>
                {
                    run.Store.Control = new ControlSwitch(Mode.Act, Name(chance), "done");
                    run.Say($"the kill switch is set to act again");
                }
            );
        }
    }

    private static string Name(Chance chance) => s_names[chance.Below(2)];
}
