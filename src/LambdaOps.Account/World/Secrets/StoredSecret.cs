using LambdaOps.Account.Services;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Secrets;

/// <summary>
/// A secret with its versions. A label is at one version at a time, and a version without any may be deleted: here it is
/// as soon as Secrets Manager may: when it is a day old.
/// </summary>
public sealed class StoredSecret
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";

    private const int MostLabels = 20;
    private const int MostVersions = 100;

    private static readonly TimeSpan s_keptWithoutLabel = TimeSpan.FromHours(24);

    private readonly SimulatedWorld _world;
    private readonly List<StoredVersion> _versions = [];

    internal StoredSecret(SimulatedWorld world, SecretPlan plan, string arn)
    {
        (_world, Name, Arn, Replicas) = (world, plan.Name, arn, plan.Replicas);
        CreatedAt = world.Clock.Now - TimeSpan.FromDays(30);
        ChangedAt = CreatedAt;
        var first = new StoredVersion(SeededIds.UuidOf(world.Seed, $"first version of {plan.Name}"), CreatedAt)
        {
            Text = plan.Value,
        };
        _versions.Add(first);
        first.Labels.Add(Current);
    }

    public string Name { get; }

    /// <inheritdoc cref="SecretPlan.Replicas"/>
    public IReadOnlyDictionary<string, string> Replicas { get; }

    public string Arn { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When someone scheduled its deletion; null while nobody did.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredVersion> Versions
    {
        get
        {
            _versions.RemoveAll(v => v.Labels.Count == 0 && v.CreatedAt + s_keptWithoutLabel < _world.Clock.Now);
            return _versions;
        }
    }

    public StoredVersion? Version(string id) => Versions.FirstOrDefault(version => version.Id == id);

    public StoredVersion? Labelled(string label) => Versions.FirstOrDefault(version => version.Labels.Contains(label));

    /// <summary>A person puts a version in, and says how an application behaves that takes it.</summary>
    public StoredVersion Stage(string value, string label, TaskBehaviour? behaviour = null)
    {
        var version = new StoredVersion(
            SeededIds.UuidOf(_world.Seed, $"{Name} {_world.Clock.Now:O} {label}"),
            _world.Clock.Now
        )
        {
            Text = value,
            Behaviour = behaviour ?? TaskBehaviour.Healthy,
        };
        Put(version, [label]);
        _world.Tell("person", Name, $"puts a new version in, labelled {label}");
        return version;
    }

    /// <summary>A version that was put in some time ago.</summary>
    public StoredVersion StageOld(TimeSpan age, Func<string, string> labelOf)
    {
        var id = SeededIds.UuidOf(_world.Seed, $"{Name} {age}");
        var version = new StoredVersion(id, _world.Clock.Now - age) { Text = age.ToString() };
        Put(version, [labelOf(id)]);
        return version;
    }

    /// <summary>A person schedules the secret's deletion: until then it can be described, and nothing else.</summary>
    public void Delete()
    {
        DeletedAt = _world.Clock.Now;
        _world.Tell("person", Name, "schedules its deletion");
    }

    /// <summary>A person moves a label.</summary>
    public void Relabel(string label, StoredVersion version)
    {
        Label(label, version);
        ChangedAt = _world.Clock.Now;
        _world.Tell("person", Name, $"moves the label {label} to {version.Id}");
    }

    /// <exception cref="ServiceFault">There are too many versions, or the version cannot be.</exception>
    internal void Put(StoredVersion version, IReadOnlyList<string> labels)
    {
        if (Version(version.Id) is { } known)
        {
            if (known.Text != version.Text || !known.Holds(version.Binary))
            {
                throw new ServiceFault(
                    "ResourceExistsException",
                    "You can't use ClientRequestToken because that value is already in use for a version of this secret."
                );
            }

            return;
        }

        if (Versions.Count >= MostVersions)
        {
            throw new ServiceFault("LimitExceededException", "The secret has as many versions as it can have.");
        }

        _versions.Add(version);
        foreach (var label in labels)
        {
            Label(label, version);
        }

        ChangedAt = _world.Clock.Now;
    }

    /// <summary>Moves a label, or takes it away: only from where the caller says that it is.</summary>
    /// <exception cref="ServiceFault">It is elsewhere, or must not go.</exception>
    internal void Move(string label, string? from, string? to)
    {
        var (source, target) = (from is null ? null : Known(from), to is null ? null : Known(to));
        var holder = Labelled(label);
        if (source is null && target is null)
        {
            throw Invalid("You must specify MoveToVersionId or RemoveFromVersionId.");
        }

        if (source is not null && holder != source)
        {
            throw Invalid($"The staging label {label} is not attached to version {from}.");
        }

        if (target is not null && source is null && holder is not null && holder != target)
        {
            throw Invalid(
                $"The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version "
                    + $"{holder.Id}, so you must explicitly reference that version in RemoveFromVersionId."
            );
        }

        if (target is null && label == Current)
        {
            throw Invalid($"You can only move staging label {Current} to a different secret version.");
        }

        if (target is null)
        {
            source!.Labels.Remove(label);
        }
        else
        {
            Label(label, target);
        }

        ChangedAt = _world.Clock.Now;
    }

    private void Label(string label, StoredVersion version)
    {
        var holder = _versions.Find(one => one.Labels.Contains(label));
        if (holder == version)
        {
            return;
        }

        if (holder is null && _versions.Sum(one => one.Labels.Count) >= MostLabels)
        {
            throw new ServiceFault("LimitExceededException", "The secret has as many staging labels as it can have.");
        }

        holder?.Labels.Remove(label);
        version.Labels.Add(label);
        if (label == Current && holder is not null)
        {
            _versions.Find(one => one.Labels.Contains(Previous))?.Labels.Remove(Previous);
            holder.Labels.Add(Previous);
        }
    }

    private StoredVersion Known(string id) =>
        Version(id)
        ?? throw new ServiceFault(
            "ResourceNotFoundException",
            $"Secrets Manager can't find the specified secret version {id}."
        );

    private static ServiceFault Invalid(string message) => new("InvalidParameterException", message);
}

/// <summary>One version of a secret.</summary>
public sealed class StoredVersion(string id, DateTimeOffset createdAt)
{
    public string Id { get; } = id;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>How an application behaves that has taken it: a wrong password fails requests.</summary>
    public TaskBehaviour Behaviour { get; init; } = TaskBehaviour.Healthy;

    internal string? Text { get; init; }

    internal byte[]? Binary { get; init; }

    internal bool Holds(byte[]? binary) =>
        (Binary, binary) is (null, null)
        || (Binary is { } mine && binary is not null && mine.AsSpan().SequenceEqual(binary));
}
