using System.Reflection;
using Amazon.Lambda.RuntimeSupport;
using LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

namespace LambdaOps.Compat.Lambda.Tests.Annotations;

[Collection(ProcessEnvironment.Name)]
public sealed class GeneratedProgramTests : IDisposable
{
    private const string Functions = """
        private int _calls;
        [LambdaFunction] public async Task<string> Raw(Stream input, ILambdaContext context) =>
            await new StreamReader(input).ReadToEndAsync();
        [LambdaFunction] public async Task<string> Typed(Dictionary<string, int> input, [FromServices] Counter counter)
        {
            await Task.Yield();
            Counter.Log.Add($"used {counter.Number}");
            return $"a={input["a"]} call={++_calls} counter={counter.Number}";
        }
        """;

    private readonly FakeRuntimeApi _api = new() { IsLostAfterAllTaken = true };

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", null);
        Environment.SetEnvironmentVariable("ANNOTATIONS_HANDLER", null);
        _api.Dispose();
    }

    [Fact]
    public async Task Handler_IsTheOneThatTheEnvironmentNames()
    {
        _api.Invoke("id-1", "7");

        await RunUntilLostAsync(CompiledProgram.From(FunctionProgram.With(Functions)).Load(), "Raw");

        Assert.Equal("7", _api.Posted("invocation/id-1/response").Json.GetString());
    }

    [Fact]
    public async Task Function_IsMadeOnceAndItsScopedServicesForEachInvocation()
    {
        _api.Invoke("id-1", "{\"a\":1}").Invoke("id-2", "{\"a\":2}");
        var program = CompiledProgram.From(FunctionProgram.With(Functions)).Load();

        await RunUntilLostAsync(program, "Typed");

        Assert.Equal("\"a=1 call=1 counter=1\"", _api.Posted("invocation/id-1/response").Text);
        Assert.Equal("\"a=2 call=2 counter=2\"", _api.Posted("invocation/id-2/response").Text);
        var log = (List<string>)program.GetType("Some.Counter")!.GetProperty("Log")!.GetValue(null)!;
        Assert.Equal(["used 1", "disposed 1", "used 2", "disposed 2"], log);
    }

    [Theory]
    [InlineData("Nope")]
    [InlineData(null)]
    public async Task Handler_UnknownEndsTheProgramWithoutAWord(string? handler)
    {
        _api.Invoke("never");

        await MainAsync(CompiledProgram.From(FunctionProgram.With(Functions)).Load(), handler);

        Assert.Empty(_api.Exchanges);
    }

    [Fact]
    public async Task Constructor_ThatFailsEndsTheProgramUnreported()
    {
        _api.Invoke("never");
        const string Failing = "public Functions() => throw new FormatException(\"no estate\"); ";
        var program = CompiledProgram.From(FunctionProgram.With(Failing + Functions)).Load();

        await Assert.ThrowsAsync<FormatException>(() => MainAsync(program, "Raw"));

        Assert.Empty(_api.Exchanges);
    }

    private async Task RunUntilLostAsync(Assembly program, string handler)
    {
        var lost = await Assert.ThrowsAsync<RuntimeApiClientException>(() => MainAsync(program, handler));
        Assert.Equal("lost", lost.Response);
    }

    private Task MainAsync(Assembly program, string? handler)
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", _api.Endpoint);
        Environment.SetEnvironmentVariable("ANNOTATIONS_HANDLER", handler);
        var main = program
            .GetType("Some.GeneratedProgram")!
            .GetMethod("Main", BindingFlags.Static | BindingFlags.Public)!;
        return (Task)main.Invoke(null, [Array.Empty<string>()])!;
    }
}
