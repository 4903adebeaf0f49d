using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Drills;

/// <summary>Finds a remedy's function in a stack: serviceUnavailable is ServiceUnavailableFunction.</summary>
public static class RemedyFunctions
{
    public static StackFunction FunctionOf(this DeployedStack stack, ProcedureName remedy) =>
        stack.Find(AllProcedures.FunctionOf(remedy));

    /// <summary>Whether the function runs the loop of incidents; the others run what the clock starts.</summary>
    /// <param name="name">Its name in AWS.</param>
    public static bool RunsIncidents(this DeployedStack stack, string name) =>
        AllProcedures.LoopFunctions.Append(AllProcedures.Operator).Any(function => stack.Find(function).Name == name);

    public static StackFunction Find(this DeployedStack stack, FunctionName name) =>
        stack.Functions.First(function => function.LogicalId == $"{name}Function");
}
