using System.Net;
using Amazon.CloudWatch.Model;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

public sealed class ErrorTests
{
    public static TheoryData<string, string, string> ModelledErrors
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var service in CompatService.All)
            {
                foreach (var operation in service.Operations)
                {
                    foreach (var error in service.Model.Errors(operation))
                    {
                        data.Add(service.Stem, operation, error.Name);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ModelledErrors))]
    public async Task Error_ThatTheOperationModelsHasItsType(string stem, string operation, string error)
    {
        var service = CompatService.Of(stem);
        var shape = service.Model.Shape(error);
        var code = service.AnswersInJson ? shape.Name : shape.ErrorCode;

        var exception = await Fail(service, operation, Error(service, code));

        Assert.Equal($"{service.Namespace}.Model.{shape.ExceptionName}", exception.GetType().FullName);
        Assert.Equal(code, exception.ErrorCode);
        Assert.Equal("said so", exception.Message);
        Assert.Equal(
            shape
                .ErrorMembers.Where(member => service.IsTaken(shape, member.Key))
                .Select(member => PublishedModel.Pascal(member.Key)),
            OwnMembers(exception)
        );
        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Equal("request-1", exception.RequestId);
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Error_ThatNobodyModelledIsTheServicesOwn(string stem, string operation)
    {
        var service = CompatService.Of(stem);

        var exception = await Fail(service, operation, Error(service, "ErrorOf2031"));

        Assert.Equal($"{service.Namespace}.Amazon{stem}Exception", exception.GetType().FullName);
        Assert.Equal("ErrorOf2031", exception.ErrorCode);
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Error_WithoutABodyIsTheServicesOwn(string stem, string operation)
    {
        var service = CompatService.Of(stem);

        var exception = await Fail(service, operation, new Answer(HttpStatusCode.Forbidden, ""));

        Assert.Equal($"{service.Namespace}.Amazon{stem}Exception", exception.GetType().FullName);
        Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
    }

    [Fact]
    public async Task Error_OfAJsonServiceMayBeNamedWithItsNamespace()
    {
        var exception = await Fail(
            CompatService.Of("ECS"),
            "UpdateService",
            new Answer(
                HttpStatusCode.BadRequest,
                """{"__type":"com.amazonaws.ecs#ServiceNotFoundException","message":"gone"}"""
            )
        );

        Assert.IsType<Amazon.ECS.Model.ServiceNotFoundException>(exception);
    }

    [Fact]
    public async Task Error_OfCloudWatchHasItsTypeByNameAndItsQueryCodeByHeader()
    {
        var exception = await Fail(
            CompatService.Of("CloudWatch"),
            "GetMetricStatistics",
            new Answer(
                HttpStatusCode.InternalServerError,
                """{"__type":"com.amazonaws.cloudwatch#InternalServiceFault","Message":"try again"}""",
                ("x-amzn-query-error", "InternalServiceError;Receiver")
            )
        );

        Assert.IsType<InternalServiceException>(exception);
        Assert.Equal("InternalServiceError", exception.ErrorCode);
        Assert.Equal(ErrorType.Receiver, exception.ErrorType);
    }

    [Fact]
    public async Task Error_OfAQueryThatDoesNotCompileSaysWhere()
    {
        var longerThanABuffer = new string('x', 20_000);
        var exception = await Fail(
            CompatService.Of("CloudWatchLogs"),
            "StartQuery",
            new Answer(
                HttpStatusCode.BadRequest,
                $$$"""
                {"__type":"MalformedQueryException","message":"no","queryCompileError":
                {"location":{"startCharOffset":3,"endCharOffset":7},"message":"{{{longerThanABuffer}}}"}}
                """
            )
        );

        var malformed = Assert.IsType<MalformedQueryException>(exception);
        Assert.Equal("no", malformed.Message);
        Assert.Equal(longerThanABuffer, malformed.QueryCompileError.Message);
        Assert.Equal(3, malformed.QueryCompileError.Location.StartCharOffset);
        Assert.Equal(7, malformed.QueryCompileError.Location.EndCharOffset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"queryCompileError":5}""")]
    [InlineData("""{"queryCompileError":{"location":{"startCharOffset":"three"}}}""")]
    public async Task Error_NamedByAHeaderKeepsItsTypeWhateverTheBody(string body)
    {
        var exception = await Fail(
            CompatService.Of("CloudWatchLogs"),
            "StartQuery",
            new Answer(HttpStatusCode.BadRequest, body, ("x-amzn-ErrorType", "MalformedQueryException"))
        );

        Assert.Null(Assert.IsType<MalformedQueryException>(exception).QueryCompileError);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task Throttling_IsRetriedAsOftenAsConfigured(string stem)
    {
        var service = CompatService.Of(stem);
        var wire = new FakeWire(Error(service, "Throttling"));

        await FailOn(wire, service, service.Operations.First(), config => config.MaxErrorRetry = 1);

        Assert.Equal(2, wire.Sent.Count);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task ServerError_IsRetriedAndForgottenWhenTheNextAnswerIsGood(string stem)
    {
        var service = CompatService.Of(stem);
        var operation = service.Operations.First();
        var wire = new FakeWire(new Answer(HttpStatusCode.ServiceUnavailable, ""), EmptyAnswer.To(service, operation));
        using var client = service.Client(wire, config => config.MaxErrorRetry = 1);

        var response = await service.Send(client, operation, Filled.Of(service.ModelType(operation + "Request")));

        Assert.Equal(service.Model.Success(operation), response.HttpStatusCode);
        Assert.Equal(2, wire.Sent.Count);
        Assert.Equal(wire.Sent[0].Body, wire.Sent[1].Body);
        Assert.Equal(wire.Sent[0].Uri, wire.Sent[1].Uri);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task SendersError_IsNotRetried(string stem)
    {
        var service = CompatService.Of(stem);
        var wire = new FakeWire(Error(service, "ErrorOf2031"));

        await FailOn(wire, service, service.Operations.First(), config => config.MaxErrorRetry = 5);

        Assert.Single(wire.Sent);
    }

    private static IEnumerable<string> OwnMembers(AmazonServiceException exception) =>
        Filled.OwnMembers(exception.GetType()).Select(member => member.Name);

    private static Answer Error(CompatService service, string code) =>
        new(
            HttpStatusCode.BadRequest,
            service.AnswersInJson
                ? $$"""{"__type":"{{code}}","message":"said so"}"""
                : $"""
                <ErrorResponse xmlns="{service.Model.XmlNamespace}">
                  <Error><Type>Sender</Type><Code>{code}</Code><Message>said so</Message></Error>
                  <RequestId>request-1</RequestId>
                </ErrorResponse>
                """,
            ("x-amzn-RequestId", "request-1")
        );

    private static Task<AmazonServiceException> Fail(CompatService service, string operation, Answer answer) =>
        FailOn(new FakeWire(answer), service, operation, config => config.MaxErrorRetry = 0);

    private static async Task<AmazonServiceException> FailOn(
        FakeWire wire,
        CompatService service,
        string operation,
        Action<ClientConfig> configure
    )
    {
        using var client = service.Client(wire, configure);
        return await Assert.ThrowsAnyAsync<AmazonServiceException>(() =>
            service.Send(client, operation, service.NewRequest(operation))
        );
    }
}
