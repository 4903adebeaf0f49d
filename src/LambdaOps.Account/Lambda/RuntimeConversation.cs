namespace LambdaOps.Account.Lambda;

/// <summary>Whose turn it is between Lambda and one runtime: next, then one answer, then next again.</summary>
internal sealed class RuntimeConversation
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<RuntimeInvocation>? _held;
    private TaskCompletionSource<RuntimeAnswer>? _done;
    private RuntimeInvocation? _pending;
    private RuntimeInvocation? _running;
    private bool _initialised;

    public RuntimeAnswer? AnswerSoFar { get; private set; }

    public Task<RuntimeAnswer> Begin(RuntimeInvocation invocation)
    {
        lock (_gate)
        {
            if (_done is not null)
            {
                throw new InvalidOperationException("An execution environment runs one invocation at a time.");
            }

            _done = new TaskCompletionSource<RuntimeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending = invocation;
            AnswerSoFar = null;
            var done = _done.Task;
            Deliver();
            return done;
        }
    }

    /// <summary>The invocation to come, or null when the one at hand has no answer yet.</summary>
    public Task<RuntimeInvocation>? Next(CancellationToken aborted)
    {
        lock (_gate)
        {
            if (_running is not null && AnswerSoFar is null)
            {
                return null;
            }

            _initialised = true;
            Finish();
            var held = new TaskCompletionSource<RuntimeInvocation>(TaskCreationOptions.RunContinuationsAsynchronously);
            _held = held;
            aborted.Register(() => Abandon(held));
            Deliver();
            return held.Task;
        }
    }

    public bool Answer(string requestId, RuntimeAnswer answer)
    {
        lock (_gate)
        {
            if (_running is null || _running.RequestId != requestId || AnswerSoFar is not null)
            {
                return false;
            }

            AnswerSoFar = answer;
            return true;
        }
    }

    public bool InitFailed(byte[] error)
    {
        lock (_gate)
        {
            if (_initialised)
            {
                return false;
            }

            // The answer to the invocation that waits for the environment to start.
            AnswerSoFar = new RuntimeAnswer(true, error);
            return true;
        }
    }

    private void Finish()
    {
        if (_running is null || AnswerSoFar is null)
        {
            return;
        }

        _running = null;
        var done = _done;
        _done = null;
        done?.SetResult(AnswerSoFar);
    }

    private void Deliver()
    {
        if (_held is null || _pending is null)
        {
            return;
        }

        _running = _pending;
        _pending = null;
        var held = _held;
        _held = null;
        held.SetResult(_running);
    }

    private void Abandon(TaskCompletionSource<RuntimeInvocation> held)
    {
        lock (_gate)
        {
            if (_held == held)
            {
                _held = null;
            }
        }

        held.TrySetCanceled();
    }
}
