namespace LambdaOps.Cli;

/// <summary>Exit codes name the failure; 127 to 129 of a drill come from <see cref="LambdaOps.Drills.DrillEnd"/>.</summary>
public static class ExitCodes
{
    public const int Passed = 0;

    /// <summary>It ended, but not as expected.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or a file that it names, cannot be used as it is.</summary>
    public const int Usage = 2;

    /// <summary>
    /// invoke, stop, resume: nothing was done, and the answer says why: denied or waiting for approval, switched off,
    /// or an answer that came too late.
    /// </summary>
    public const int NotDone = 3;

    /// <summary>invoke: the estate does not name the alarm or target.</summary>
    public const int Unknown = 4;

    public const int Crash = 127;
}

/// <summary>What the user gave cannot be used: one line says what and what was expected.</summary>
public sealed class UsageException(string message) : Exception(message);
