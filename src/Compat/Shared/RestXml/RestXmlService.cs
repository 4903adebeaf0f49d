using System.Xml.Linq;
using Amazon.Runtime;

namespace LambdaOps.Compat;

/// <summary>What every request of one rest-xml service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.CloudFront</c>.</param>
/// <param name="XmlNamespace">What the elements of a body are in.</param>
/// <param name="ApiVersion">The service model's date.</param>
/// <param name="Refuse">Makes the service's exception for a request that cannot be sent.</param>
internal sealed record RestXmlService(
    string Namespace,
    XNamespace XmlNamespace,
    string ApiVersion,
    Func<string, AmazonServiceException> Refuse
);
