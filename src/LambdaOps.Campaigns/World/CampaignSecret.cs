using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>A secret with its versions. Of a version's value only one thing is known: whether an application runs with it.</summary>
internal sealed class CampaignSecret
{
    private static readonly TimeSpan s_age = TimeSpan.FromDays(30);

    private readonly CampaignRun _run;
    private readonly List<Version> _versions = [];
    private readonly List<(DateTimeOffset At, string To)> _moves = [];

    /// <param name="kept">Old versions that still have a label of ours.</param>
    public CampaignSecret(CampaignRun run, string name, int kept)
    {
        (_run, Name) = (run, name);
        Arn = ArnOf(name);
        for (var old = 0; old < kept; old++)
        {
            var version = Add(CampaignClock.Start - s_age + TimeSpan.FromHours(old), isBad: false);
            version.Labels.Add(SecretVersionState.OwnLabel(version.Id));
        }

        var current = Add(CampaignClock.Start - TimeSpan.FromDays(1), isBad: false);
        current.Labels.Add(SecretState.CurrentLabel);
        _moves.Add((current.CreatedAt, current.Id));
    }

    public string Name { get; }

    public string Arn { get; }

    public static string ArnOf(string name) =>
        $"arn:aws:secretsmanager:{CampaignPlan.Region}:{CampaignPlan.Account}:secret:{name}-AbCdEf";

    /// <summary>Which version was current at that time.</summary>
    public string CurrentAt(DateTimeOffset at) => _moves.Last(move => move.At <= at).To;

    public string Current => _versions.Single(version => version.Labels.Contains(SecretState.CurrentLabel)).Id;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(_run.Clock.Ticks);

    public SecretState See() =>
        new(
            Name,
            Arn,
            DeletedAt: null,
            [
                .. _versions.Select(version => new SecretVersionState(
                    version.Id,
                    version.CreatedAt,
                    LastReadAt: null,
                    [.. version.Labels]
                )),
            ],
            [
                .. from service in _run.Services
                where service.Operated.Secrets.Contains(Name)
                from one in service.State.Deployments.Select(deployment => deployment.TaskDefinition).Distinct()
                select new SecretUser(service.Operated.Id, service.Definitions.VersionOf(one)),
            ]
        );

    /// <summary>Whether no application runs with it.</summary>
    public bool IsBad(string version) => Find(version)?.IsBad == true;

    public bool IsKept(string version) => Find(version)?.Labels.Contains(SecretVersionState.OwnLabel(version)) == true;

    /// <summary>A person puts a version in, with a label of theirs.</summary>
    public string Stage(bool isBad)
    {
        var version = Add(Now, isBad);
        foreach (var other in _versions)
        {
            other.Labels.Remove("PENDING");
        }

        version.Labels.Add("PENDING");
        return version.Id;
    }

    /// <summary>A person makes the newest version current, or an older one.</summary>
    public void MoveByPerson(Chance chance)
    {
        var to = _versions[chance.Below(_versions.Count)];
        _run.Say($"{SecretState.CurrentLabel} of {Name} is moved to {to.Id} by hand");
        MoveCurrent(to);
    }

    public ActionOutcome Keep(string id)
    {
        if (_versions.Sum(one => one.Labels.Count) >= SecretState.MostLabels && !IsKept(id))
        {
            return new ActionOutcome.Refused("LimitExceededException: too many labels");
        }

        if (Find(id) is not { } version)
        {
            return new ActionOutcome.Refused("ResourceNotFoundException: no such version");
        }

        version.Labels.Add(SecretVersionState.OwnLabel(id));
        return new ActionOutcome.Done("accepted");
    }

    public ActionOutcome Release(string id) =>
        Find(id)?.Labels.Remove(SecretVersionState.OwnLabel(id)) == true
            ? new ActionOutcome.Done("accepted")
            : new ActionOutcome.Refused("InvalidParameterException: the label is not attached to that version");

    /// <summary>Only from the version that it is at.</summary>
    public ActionOutcome Move(string from, string to)
    {
        if (Current != from || Find(to) is not { } version)
        {
            return new ActionOutcome.Refused("InvalidParameterException: the label is not attached to that version");
        }

        MoveCurrent(version);
        return new ActionOutcome.Done("accepted");
    }

    private void MoveCurrent(Version to)
    {
        foreach (var version in _versions)
        {
            version.Labels.Remove(SecretState.CurrentLabel);
        }

        to.Labels.Add(SecretState.CurrentLabel);
        _moves.Add((Now, to.Id));
    }

    private Version? Find(string id) => _versions.Find(version => version.Id == id);

    private Version Add(DateTimeOffset createdAt, bool isBad)
    {
        var version = new Version(FormattableString.Invariant($"{Name}-{_versions.Count + 1:D32}"), createdAt, isBad);
        _versions.Add(version);
        return version;
    }

    private sealed record Version(string Id, DateTimeOffset CreatedAt, bool IsBad)
    {
        public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);
    }
}
