using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies what a person has to approve and has not (DESIGN 8.9): every change in mode "ask", and the kinds of action that
/// the estate lists under askFirst. What was refused, or not answered in time, is a person's from then on.
/// </summary>
public sealed class ApprovalGuard : Guard
{
    public override Denial? Check(GuardQuestion question) => question switch
    {
        { Action.GivesBack: true } or { IsApproved: true } => null,
        { Incident.Offer: { Answer: { Approved: false } no } offer } when offer.Action == question.Action =>
            Deny($"{no.By} refused it: {no.Because}", DenialThen.AskPerson),
        { Incident.Offer: { } offer } when offer.Action == question.Action && question.Now >= offer.Until => Deny(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the offer {offer.Id} stood until {offer.Until:HH:mm:ss}, {(offer.Answer is null
                    ? "and nobody answered"
                    : "and it could not be made by then")}"),
            DenialThen.AskPerson),
        _ when Modes.Least(question.Mode, question.Control.Mode) == Mode.Ask =>
            Deny($"mode is '{Mode.Ask}': a person has to approve it", DenialThen.AskFirst),
        _ when question.Setting.Approval.AskFirst.Contains(question.Action.Kind) =>
            Deny($"the estate wants '{question.Action.Kind}' to be approved first", DenialThen.AskFirst),
        _ => null,
    };
}
