using System.Collections.Immutable;
using System.Text;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>IAM's credential report: it is asked for (GenerateCredentialReport), and read where it is there.</summary>
public sealed class CredentialReportOnAws(Lazy<IAmazonIdentityManagementService> iam) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(CredentialLooks.Report, (_, stop) => ReportAsync(stop))];

    /// <exception cref="NotObservableException">AWS refuses it, or what it sent is no credential report.</exception>
    private async Task<CredentialReport> ReportAsync(CancellationToken stop)
    {
        try
        {
            var asked = await iam.Value.GenerateCredentialReportAsync(new GenerateCredentialReportRequest(), stop);
            if (asked.State != ReportStateType.COMPLETE)
            {
                return CredentialReport.NotReady(OutsideText.Name(asked.State?.Value ?? "no state"));
            }

            var answer = await iam.Value.GetCredentialReportAsync(new GetCredentialReportRequest(), stop);
            return answer is { Content: { } content, GeneratedTime: { } made }
                ? CredentialCsv.Read(Encoding.UTF8.GetString(content.ToArray()), AwsTime.Of(made))
                : throw new NotObservableException("IAM answers without a credential report");
        }
        catch (AmazonIdentityManagementServiceException notYet)
            when (notYet
                    is CredentialReportNotPresentException
                        or CredentialReportNotReadyException
                        or CredentialReportExpiredException
            )
        {
            return CredentialReport.NotReady(OutsideText.Name(notYet.ErrorCode));
        }
        catch (AmazonIdentityManagementServiceException refused)
        {
            throw new NotObservableException(OutsideText.Of(refused));
        }
    }
}
