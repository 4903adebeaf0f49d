using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;

namespace LambdaOps.Core.Reports;

/// <summary>Events that a notice asks for: a person signs one and invokes a function with it.</summary>
internal static class SignedEvent
{
    private const string SignHere = "\"by\":\"YOUR NAME\",\"because\":\"WHY\"";

    /// <summary>The event that answers, for the function Operator.</summary>
    public static string Answer(Incident incident, string answer, string subject) =>
        $$$"""{"operator":{"target":"{{{incident.Target}}}","{{{answer}}}":"{{{subject}}}",{{{SignHere}}}}}""";

    /// <summary>The event that reports the performance test, for the function Rollout.</summary>
    /// <param name="result">"passed" or "failed".</param>
    public static string Report(Incident incident, string result) =>
        $$$"""{"operator":{"target":"{{{incident.Target}}}","remedy":"{{{RolloutProcedure.ProcedureName}}}","mode":"act","performanceTest":"{{{result}}}",{{{SignHere}}}}}""";
}
