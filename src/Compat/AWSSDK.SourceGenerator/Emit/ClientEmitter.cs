using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Writes the client, its interface, its configuration and the bases of its requests and exceptions.</summary>
internal sealed class ClientEmitter(SdkClient client, SdkProtocol protocol)
{
    /// <summary>The release of the real packages whose shape this is; requests tell it in their user agent.</summary>
    private const string Release = "4.1.0";

    private readonly string _name = "Amazon" + client.Stem;

    public IEnumerable<(string Name, string Text)> Files() =>
        [
            (_name + "Client", ClientClass()),
            ("I" + _name, Interface()),
            (_name + "Config", Configuration()),
            (_name + "Request", RequestBase()),
            (_name + "Protocol", Wire()),
        ];

    private string ClientClass() =>
        new Code()
            .Using(
                "System.Threading",
                "System.Threading.Tasks",
                client.Namespace + ".Model",
                client.Namespace + ".Model.Internal.MarshallTransformations",
                "Amazon.Runtime",
                "Amazon.Runtime.Endpoints",
                "Amazon.Runtime.Internal",
                "Amazon.Runtime.Internal.Transform",
                "LambdaOps.Compat"
            )
            .Lines($"namespace {client.Namespace};\n")
            .Lines("/// <summary>Thread-safe; keep one client for the life of the process.</summary>")
            .Block(
                $"public class {_name}Client : AmazonServiceClient, I{_name}",
                body =>
                {
                    body.Lines($"private static readonly ServiceMetadata s_metadata = new({_name}Config.ServiceId);\n");
                    Constructors(body);
                    body.Lines("protected override IServiceMetadata ServiceMetadata => s_metadata;\n");
                    foreach (var operation in client.Operations)
                    {
                        body.Lines(
                            $"""
                            public virtual {Signature(operation)} =>
                                InvokeAsync<{operation.Name}Response>(
                                    request,
                                    Options({operation.Name}RequestMarshaller.Instance, {operation.Name}ResponseUnmarshaller.Instance),
                                    cancellationToken);

                            """
                        );
                    }

                    body.Lines(
                        """
                        public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
                            Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

                        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => RegionalPipeline.Customize(pipeline);

                        private static InvokeOptions Options(
                            IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
                            ResponseUnmarshaller unmarshaller) =>
                            new() { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller };
                        """
                    );
                }
            )
            .ToString();

    private void Constructors(Code body)
    {
        body.Lines(
            $$"""
            /// <summary>Credentials and region from the environment.</summary>
            public {{_name}}Client()
                : base(new {{_name}}Config()) { }

            public {{_name}}Client(RegionEndpoint region)
                : base(new {{_name}}Config { RegionEndpoint = region }) { }

            public {{_name}}Client({{_name}}Config config)
                : base(config) { }

            """
        );
        Credentials(body, "AWSCredentials credentials", "credentials");
        Credentials(body, "string awsAccessKeyId, string awsSecretAccessKey", "awsAccessKeyId, awsSecretAccessKey");
        Credentials(
            body,
            "string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken",
            "awsAccessKeyId, awsSecretAccessKey, awsSessionToken"
        );
    }

    private void Credentials(Code body, string parameters, string arguments) =>
        body.Lines(
            $$"""
            public {{_name}}Client({{parameters}})
                : this({{arguments}}, new {{_name}}Config()) { }

            public {{_name}}Client({{parameters}}, RegionEndpoint region)
                : this({{arguments}}, new {{_name}}Config { RegionEndpoint = region }) { }

            public {{_name}}Client({{parameters}}, {{_name}}Config clientConfig)
                : base({{arguments}}, clientConfig) { }

            """
        );

    private string Interface() =>
        new Code()
            .Using(
                "System",
                "System.Diagnostics.CodeAnalysis",
                "System.Threading",
                "System.Threading.Tasks",
                client.Namespace + ".Model",
                "Amazon.Runtime",
                "Amazon.Runtime.Endpoints"
            )
            .Lines($"namespace {client.Namespace};\n")
            .Block(
                $"public interface I{_name} : IAmazonService, IDisposable",
                body =>
                {
                    foreach (var operation in client.Operations)
                    {
                        body.Lines(Signature(operation) + ";\n");
                    }

                    body.Lines(
                        $$"""
                        Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

                        [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof({{_name}}Config))]
                        static ClientConfig IAmazonService.CreateDefaultClientConfig() => new {{_name}}Config();

                        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "IAmazonService asks for it; nothing here reflects.")]
                        static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
                        {
                            var config = clientConfig as {{_name}}Config
                                ?? throw new AmazonClientException("ClientConfig is not of type {{_name}}Config.");
                            return awsCredentials == null ? new {{_name}}Client(config) : new {{_name}}Client(awsCredentials, config);
                        }
                        """
                    );
                }
            )
            .ToString();

    private string Configuration() =>
        new Code()
            .Using("Amazon.Runtime", "Amazon.Runtime.Endpoints", "Amazon.Util.Internal", "LambdaOps.Compat")
            .Lines(
                $$"""
                namespace {{client.Namespace}};

                public class {{_name}}Config : ClientConfig
                {
                    private static readonly IEndpointProvider s_endpoints = {{client.Endpoints}};
                    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString({{ServiceId}}, "{{Release}}");

                    public {{_name}}Config()
                        : base(StandardDefaults.Instance)
                    {
                        base.ServiceId = ServiceId;
                        AuthenticationServiceName = {{SdkNames.Literal(client.Model.SigningName)}};
                        EndpointProvider = s_endpoints;
                    }

                    public static new string ServiceId => {{ServiceId}};

                    public override string RegionEndpointServiceName => {{SdkNames.Literal(
                    client.Model.Metadata("endpointPrefix")!
                )}};

                    public override string ServiceVersion => {{SdkNames.Literal(client.Model.Metadata("apiVersion")!)}};

                    public override string UserAgent => s_userAgent;

                    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
                        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
                }
                """
            )
            .ToString();

    private string RequestBase() =>
        new Code()
            .Using("Amazon.Runtime")
            .Lines($"namespace {client.Namespace};\n\npublic class {_name}Request : AmazonWebServiceRequest {{ }}")
            .ToString();

    private string Wire() =>
        new Code()
            .Using("LambdaOps.Compat")
            .Lines($"namespace {client.Namespace};\n")
            .Block(
                $"internal static class {_name}Protocol",
                body =>
                    body.Lines(
                        $"internal static readonly {protocol.Service.Type} Instance = new({string.Join(", ", protocol.Service.Arguments)});"
                    )
            )
            .ToString();

    private string ServiceId => SdkNames.Literal(client.Model.Metadata("serviceId")!);

    private static string Signature(Operation operation) =>
        $"Task<{operation.Name}Response> {operation.Name}Async({operation.Name}Request request, CancellationToken cancellationToken = default)";
}
