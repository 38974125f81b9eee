using System.Text.Json;
using Ledger.Agreements.Domain;
using Ledger.Api;
using Ledger.Kernel;
using NodaTime.Text;
using Agreed = Ledger.Api.Agreements.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Agreements with their commitments as they stand at a coordinate.</summary>
internal static class AgreementAnswers
{
    public static Wire.AgreementState Agreement(World world, Coordinate coordinate, AgreementLife life)
    {
        var state = life.At(coordinate.MomentIn(life.Zone));
        var proto = new Wire.AgreementState
        {
            Id = life.Id, Title = state.Title, Kind = Transcription.ValueOf<Agreed.AgreementKind>(state.Kind), Parties = { state.Parties },
            PartiesComplete = state.PartiesComplete, Bindingness = Transcription.ValueOf<Agreed.Bindingness>(state.Bindingness),
            Status = StatusOf(state), Certainty = Wording.Certainty(state.IsCertain), RatifiedBy = { state.RatifiedBy },
            AnnouncedOn = state.AnnouncedOn?.Text ?? "", SignedOn = state.SignedOn?.Text ?? "", InForceSince = state.InForceSince?.Text ?? "",
            Ends = state.Ends is { } ends ? Words.Of(ends) : "", Longstop = state.Longstop?.Text ?? "", ReplacedBy = state.ReplacedBy ?? "",
            Replaces = state.Replaces ?? "", Links = { state.Links }, Goods = { state.Goods }, Jurisdictions = { life.Introduction.Jurisdictions },
            NextChange = Next(coordinate, life),
        };
        proto.Commitments.AddRange(state.Commitments.Select(commitment => Commitment(world, life, commitment)));
        proto.Acts.AddRange(life.Acting.Select(effect => effect.ToCause(world)));
        proto.Claims.AddRange(world.ClaimsAbout(life.Id).Select(claim => claim.ToClaim()));
        return proto;
    }

    /// <summary>The status in the API's words: <c>in-force</c>, <c>not-yet-announced</c>.</summary>
    public static string StatusOf(AgreementState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.Status.ToString());

    public static Wire.NextChange? Next(Coordinate coordinate, AgreementLife life) =>
        life.NextChangeAfter(coordinate.MomentIn(life.Zone)) is { } change
            ? Changes.Of(
                coordinate, change.At, life.Zone, $"{What(change)} on {Wording.When(change.At, life.Zone)}", life.Id,
                Wire.Status.Unspecified, change.By?.Reference ?? "")
            : null;

    public static Wire.CommitmentState Commitment(World world, AgreementLife life, CommitmentState state)
    {
        var made = state.Made;
        var proto = new Wire.CommitmentState
        {
            Agreement = life.Id, Commitment = made.Commitment, By = { made.By }, What = made.What, Amount = Wording.Of(made.Amount),
            Status = Transcription.ValueOf<Wire.CommitmentStatus>(state.Status), Certainty = Wording.Certainty(state.IsCertain), Due = made.Due?.Text ?? "",
            Recurrence = made.Recurrence ?? "", NextDue = state.NextDue is { } next ? LocalDatePattern.Iso.Format(next) : "",
            FulfilledOn = state.FulfilledOn?.Text ?? "", FulfilledBy = { state.FulfilledBy },
        };
        proto.Occurrences.AddRange(state.Occurrences.Select(occurrence => new Wire.Occurrence
        {
            Due = LocalDatePattern.Iso.Format(occurrence.Due), Status = Transcription.ValueOf<Wire.CommitmentStatus>(occurrence.Status),
            FulfilledOn = occurrence.FulfilledOn?.Text ?? "",
        }));
        proto.Acts.AddRange(state.Acts.Select(effect => effect.ToCause(world)));
        return proto;
    }

    private static string What(AgreementChange change)
    {
        var title = change.Before.Title;
        if (change.Before.Status != change.After.Status)
            return $"{title} becomes {Words.Of(change.After.Status)}";
        foreach (var after in change.After.Commitments)
        {
            var before = change.Before.Commitments.FirstOrDefault(before => before.Made.Commitment == after.Made.Commitment);
            if (before is null || before.Status != after.Status)
                return $"commitment {after.Made.Commitment} of {title} becomes {Words.Of(after.Status)}";
            if (before.NextDue != after.NextDue)
                return $"commitment {after.Made.Commitment} of {title} moves on to its next due date";
            if (before.IsCertain != after.IsCertain)
                return $"commitment {after.Made.Commitment} of {title} {Certainly(after.IsCertain)}";
        }
        return change.Before.RatifiedBy != change.After.RatifiedBy ? $"{title} is ratified by {Words.List(change.After.RatifiedBy.Except(change.Before.RatifiedBy).ToItems())}"
            : change.Before.Parties != change.After.Parties ? $"{title} has the parties {Words.List(change.After.Parties)}"
            : change.Before.Bindingness != change.After.Bindingness ? $"{title} becomes {Agreements.Domain.Plain.Of(change.After.Bindingness)}"
            : change.Before.IsCertain != change.After.IsCertain ? $"{title} {Certainly(change.After.IsCertain)}"
            : $"{title} changes";
    }

    private static string Certainly(bool isCertain) => isCertain ? "becomes certain" : "becomes possible in another reading of its dates";
}
