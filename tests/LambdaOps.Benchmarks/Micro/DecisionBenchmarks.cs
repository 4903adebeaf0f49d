using BenchmarkDotNet.Attributes;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Benchmarks.Micro;

/// <summary>The 503 procedure's decision: on an outage it acts, on a healthy service it watches.</summary>
public class DecisionBenchmarks
{
    private static readonly ServiceUnavailableProcedure s_procedure = new();

    private readonly Incident _incident = Sample.Incident.Saw(Sample.Down, Sample.Now);
    private readonly Incident _healthy = Sample.Incident.Saw(Sample.Fine, Sample.Now);

    [Benchmark]
    public Decision DecideOnAnOutage() => s_procedure.Decide(_incident, Sample.Down, Sample.Service, Sample.Now);

    [Benchmark]
    public Decision DecideOnAHealthyService() => s_procedure.Decide(_healthy, Sample.Fine, Sample.Service, Sample.Now);
}
