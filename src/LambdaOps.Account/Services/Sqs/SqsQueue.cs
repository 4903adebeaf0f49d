using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>A standard queue: at least once, best-effort order (here the order of becoming visible).</summary>
public sealed class SqsQueue
{
    private readonly List<SqsMessage> _messages = [];
    private readonly List<Action> _onVisible = [];
    private readonly VirtualClock _clock;
    private readonly SeededIds _ids;
    private long _order;
    private TaskCompletionSource? _arrival;

    internal SqsQueue(SqsQueueSettings settings, VirtualClock clock, SeededIds ids)
    {
        Settings = settings;
        CreatedAt = clock.Now;
        _clock = clock;
        _ids = ids;
    }

    public SqsQueueSettings Settings { get; internal set; }

    public DateTimeOffset CreatedAt { get; }

    public string Name => Settings.Name;

    /// <summary>Its URL for callers that ask no endpoint, in AWS's own form.</summary>
    public required string Url { get; init; }

    /// <summary>Everything that is neither deleted nor expired, also what is in flight or delayed.</summary>
    public IReadOnlyList<SqsMessage> Messages
    {
        get
        {
            Expire();
            return _messages;
        }
    }

    internal SqsQueue? DeadLetterQueue { get; set; }

    internal string Arn { get; init; } = "";

    /// <summary>
    /// Which messages are taken and then lost for good, as no queue of AWS should; none unless a drill says so.
    /// </summary>
    public Func<SqsMessage, bool> Loses { get; set; } = _ => false;

    /// <summary>How many messages were lost so.</summary>
    public int Lost { get; private set; }

    /// <summary>Called whenever a message becomes visible, at the virtual moment when it does.</summary>
    public void OnVisible(Action react) => _onVisible.Add(react);

    public SqsMessage Send(
        string body,
        TimeSpan? delay = null,
        IReadOnlyDictionary<string, SqsAttribute>? attributes = null,
        string sender = "simulator",
        IReadOnlyDictionary<string, string>? systemAttributes = null
    )
    {
        var message = new SqsMessage(
            _ids.Uuid(),
            body,
            attributes ?? new Dictionary<string, SqsAttribute>(),
            sender,
            systemAttributes ?? new Dictionary<string, string>(),
            _clock.Now
        );
        if (Loses(message))
        {
            Lost++;
        }
        else
        {
            Add(message, delay ?? Settings.Delay);
        }

        return message;
    }

    /// <summary>Takes up to <paramref name="most"/> visible messages in flight. Returns at once.</summary>
    /// <remarks>A message that was received often enough goes to the dead-letter queue instead, as in SQS.</remarks>
    public IReadOnlyList<SqsMessage> Receive(int most = 10, TimeSpan? visibility = null)
    {
        Expire();
        var taken = new List<SqsMessage>();
        foreach (var message in _messages.Where(m => m.VisibleAt <= _clock.Now).OrderBy(m => m.VisibleOrder).ToList())
        {
            if (taken.Count == most)
            {
                break;
            }

            if (DeadLetterQueue is not null && message.ReceiveCount >= Settings.MaxReceiveCount)
            {
                _messages.Remove(message);
                DeadLetterQueue.TakeOver(message, Arn);
                continue;
            }

            message.ReceiveCount++;
            message.FirstReceivedAt ??= _clock.Now;
            message.ReceiptHandle = $"{message.Id}#{message.ReceiveCount}#{_ids.Token(24)}";
            ShowAfter(message, visibility ?? Settings.Visibility);
            taken.Add(message);
        }

        return taken;
    }

    /// <summary>
    /// Done when a message may have become visible, and no later than <paramref name="until"/>; null when one is
    /// visible now, or it is that late.
    /// </summary>
    public Task? Arrival(DateTimeOffset until)
    {
        Expire();
        if (until <= _clock.Now || _messages.Exists(m => m.VisibleAt <= _clock.Now))
        {
            return null;
        }

        _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _clock.At(until, $"sqs {Name} long poll ends", Wake);
        return _arrival.Task;
    }

    /// <summary>
    /// Removes what a receipt stands for, also when its visibility has run out; false when it was gone already.
    /// </summary>
    public bool Delete(string receiptHandle) => Find(receiptHandle) is { } message && _messages.Remove(message);

    /// <summary>Makes a message in flight visible after a while; zero for at once.</summary>
    /// <returns>False when it is not in flight.</returns>
    public bool MakeVisible(string receiptHandle, TimeSpan after)
    {
        if (Find(receiptHandle) is not { } message || message.VisibleAt <= _clock.Now)
        {
            return false;
        }

        ShowAfter(message, after);
        return true;
    }

    /// <summary>
    /// The message of a receipt handle, or null. Only its id is looked at: an old handle still deletes.
    /// </summary>
    internal SqsMessage? Find(string receiptHandle) => _messages.Find(m => m.Id == receiptHandle.Split('#')[0]);

    internal void Purge() => _messages.Clear();

    private void TakeOver(SqsMessage message, string fromArn)
    {
        message.DeadLetterSourceArn = fromArn;
        Add(message, TimeSpan.Zero);
    }

    private void Add(SqsMessage message, TimeSpan delay)
    {
        _messages.Add(message);
        message.IsDelayed = delay > TimeSpan.Zero;
        ShowAfter(message, delay);
    }

    private void ShowAfter(SqsMessage message, TimeSpan after)
    {
        var at = _clock.Now + after;
        message.VisibleAt = at;
        message.VisibleOrder = _order++;
        var order = message.VisibleOrder;
        _clock.At(
            at,
            $"sqs {Name} {message.Id} becomes visible",
            () =>
            {
                var isStillMeant = message.VisibleOrder == order && _messages.Contains(message);
                if (isStillMeant)
                {
                    message.IsDelayed = false;
                    _onVisible.ForEach(react => react());
                    Wake();
                }
            }
        );
    }

    /// <summary>All long polls look again; who finds nothing waits on.</summary>
    private void Wake()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }

    private void Expire() => _messages.RemoveAll(m => m.SentAt + Settings.Retention <= _clock.Now);
}
