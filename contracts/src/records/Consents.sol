// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {IKeys} from "../interfaces/IKeys.sol";
import {CapsuleLength} from "../libraries/CapsuleLength.sol";
import {ConsentForms} from "../libraries/ConsentForms.sol";
import {Facts} from "../libraries/Facts.sol";
import {ReportIds} from "../libraries/ReportIds.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Reading} from "./Reading.sol";

abstract contract Consents is Reading, IConsents {
    uint256 public constant MAX_CONSENT = 5 * 366 days;

    /// @inheritdoc IConsents
    function grantConsents(Grant calldata granted) external {
        bytes20 chart = _chartOfShares(granted.shares);
        Facts facts = _registry.facts(chart, granted.grantee, 0);
        if (msg.sender != facts.holder()) revert ConsentNotHolder(chart, msg.sender);

        _grant(granted, chart, _pair(chart, granted.grantee).generation, facts);
    }

    /// @inheritdoc IConsents
    function grantConsentsFor(
        Grant calldata granted,
        uint64 deadline,
        bytes calldata signature
    ) external beforeDeadline(deadline) {
        bytes20 chart = _chartOfShares(granted.shares);
        address grantee = granted.grantee;
        Facts facts = _registry.facts(chart, grantee, 0);
        uint24 generation = _pair(chart, grantee).generation;
        bytes32 form = ConsentForms.hashOf(granted, chart, generation, facts.signatureEpoch(), deadline);
        _checkSignedBy(facts.holder(), form, signature);

        _grant(granted, chart, generation, facts);
    }

    /// @inheritdoc IConsents
    function grantStandingConsent(StandingGrant calldata granted) external {
        Facts facts = _registry.facts(granted.chart, granted.grantee, 0);
        if (msg.sender != facts.holder()) revert ConsentNotHolder(granted.chart, msg.sender);

        _grantStanding(granted, facts);
    }

    /// @inheritdoc IConsents
    function grantStandingConsentFor(
        StandingGrant calldata granted,
        uint64 deadline,
        bytes calldata signature
    ) external beforeDeadline(deadline) {
        Facts facts = _registry.facts(granted.chart, granted.grantee, 0);
        _checkSignedBy(facts.holder(), ConsentForms.hashOf(granted, facts.signatureEpoch(), deadline), signature);

        _grantStanding(granted, facts);
    }

    /// @inheritdoc IConsents
    function stopConsent(bytes32 report, address grantee) external {
        bytes20 chart = ReportIds.chartOf(report);
        _checkMayStop(chart);

        _stop(_consent(report, grantee), chart, report, grantee, msg.sender);
    }

    /// @inheritdoc IConsents
    function stopConsents(bytes32[] calldata reports, address grantee) external {
        if (reports.length == 0) revert ConsentEmpty();
        bytes20 chart = ReportIds.chartOf(reports[0]);
        _checkMayStop(chart);

        for (uint256 n; n < reports.length; ++n) {
            bytes32 report = reports[n];
            _checkChart(chart, report);
            _stop(_consent(report, grantee), chart, report, grantee, msg.sender);
        }
    }

    /// @inheritdoc IConsents
    function stopConsentsFor(
        Stop[] calldata stops,
        address grantee,
        uint64 deadline,
        bytes calldata signature
    ) external beforeDeadline(deadline) {
        if (stops.length == 0) revert ConsentEmpty();
        bytes20 chart = ReportIds.chartOf(stops[0].report);
        (address holder, uint32 epoch) = _signerFor(chart);
        bytes32 form = ConsentForms.hashOf(stops, chart, grantee, epoch, deadline);
        address actor = _stopperOf(chart, holder, form, signature);

        for (uint256 n; n < stops.length; ++n) {
            Stop calldata stop = stops[n];
            _checkChart(chart, stop.report);
            Consent storage consent = _consent(stop.report, grantee);
            _checkStopCounter(consent.counter, stop.counter);
            _stop(consent, chart, stop.report, grantee, actor);
        }
    }

    /// @inheritdoc IConsents
    function stopEverything(bytes20 chart, address grantee) external {
        _checkMayStop(chart);

        _stopEverything(chart, grantee, msg.sender);
    }

    /// @inheritdoc IConsents
    function stopEverythingFor(
        bytes20 chart,
        address grantee,
        uint32 counter,
        uint64 deadline,
        bytes calldata signature
    ) external beforeDeadline(deadline) {
        (address holder, uint32 epoch) = _signerFor(chart);
        bytes32 form = ConsentForms.hashOfStopEverything(chart, grantee, counter, epoch, deadline);
        address actor = _stopperOf(chart, holder, form, signature);
        _checkStopCounter(_pair(chart, grantee).counter, counter);

        _stopEverything(chart, grantee, actor);
    }

    /// @inheritdoc IConsents
    function canRead(bytes32 report, address account) external view returns (bool) {
        return _mayRead(report, account, _registry.facts(ReportIds.chartOf(report), account, 0));
    }

    /// @inheritdoc IConsents
    function consentOf(
        bytes32 report,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, bool stopped) {
        Consent storage consent = _consent(report, grantee);
        bool ended = consent.pairGeneration != _pair(ReportIds.chartOf(report), grantee).generation;
        (expiry, purpose) = ended ? (0, Purpose.NONE) : (consent.expiry, consent.purpose);
        return (expiry, purpose, consent.counter, consent.stopped);
    }

    /// @inheritdoc IConsents
    function standingConsentOf(
        bytes20 chart,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, uint32 generation) {
        Pair storage pair = _pair(chart, grantee);
        return (pair.expiry, pair.purpose, pair.counter, pair.generation);
    }

    /// @inheritdoc IConsents
    function consentEpochOf(bytes20 chart) external view returns (uint32) {
        return _consentEpoch(chart);
    }

    function _grant(Grant calldata granted, bytes20 chart, uint24 pairGeneration, Facts facts) private {
        _checkTerms(chart, granted.grantee, granted.expiry, granted.purpose, granted.granteeKeyVersion, facts);

        Share[] calldata shares = granted.shares;
        address grantee = granted.grantee;
        for (uint256 n; n < shares.length; ++n) _share(granted, shares[n], chart, grantee, pairGeneration, facts);
    }

    function _share(
        Grant calldata granted,
        Share calldata share,
        bytes20 chart,
        address grantee,
        uint24 pairGeneration,
        Facts facts
    ) private {
        _checkChart(chart, share.report);
        _chartOfLive(share.report);
        Consent storage consent = _consent(share.report, grantee);
        uint32 counter = consent.counter;
        if (share.counter != counter) revert ConsentStaleCounter(counter, share.counter);
        bytes calldata capsules = share.capsules;
        CapsuleLength.check(capsules);
        (uint64 expiry, Purpose purpose) = (granted.expiry, granted.purpose);
        ++counter;

        consent.purpose = purpose;
        consent.expiry = uint40(expiry);
        consent.stopped = false;
        consent.attestationGeneration = facts.attestationGeneration();
        consent.pairGeneration = pairGeneration;
        consent.asked = Purpose.NONE;
        consent.counter = counter;
        emit ConsentGranted(
            share.report,
            chart,
            grantee,
            facts.holder(),
            expiry,
            purpose,
            counter,
            facts.attestationGeneration(),
            granted.granteeKeyVersion,
            capsules
        );
    }

    function _grantStanding(StandingGrant calldata granted, Facts facts) private {
        (bytes20 chart, address grantee) = (granted.chart, granted.grantee);
        _checkTerms(chart, grantee, granted.expiry, granted.purpose, granted.granteeKeyVersion, facts);
        Pair storage pair = _pair(chart, grantee);
        uint32 counter = pair.counter;
        if (granted.counter != counter) revert ConsentStaleCounter(counter, granted.counter);
        uint32 consentEpoch = _consentEpoch(chart);
        if (granted.consentEpoch != consentEpoch) revert ConsentStaleEpoch(consentEpoch, granted.consentEpoch);
        CapsuleLength.check(granted.capsules);
        (uint64 expiry, Purpose purpose) = (granted.expiry, granted.purpose);
        ++counter;

        pair.purpose = purpose;
        pair.expiry = uint40(expiry);
        pair.attestationGeneration = facts.attestationGeneration();
        pair.counter = counter;
        emit StandingConsentGranted(
            chart,
            grantee,
            facts.holder(),
            expiry,
            purpose,
            counter,
            facts.attestationGeneration(),
            granted.granteeKeyVersion,
            _nextConsentEpoch(chart),
            granted.capsules
        );
    }

    /// @dev Does not ask whether the report exists: a stop only narrows, and the id says whose chart it is.
    function _stop(Consent storage consent, bytes20 chart, bytes32 report, address grantee, address actor) private {
        uint32 counter = consent.counter + 2;
        consent.expiry = 0;
        consent.purpose = Purpose.NONE;
        consent.stopped = true;
        consent.asked = Purpose.NONE;
        consent.counter = counter;
        emit ConsentStopped(report, chart, grantee, actor, counter);
    }

    /// @dev Where there never was a standing consent, the set of standing readers stays, and with it the epoch.
    function _stopEverything(bytes20 chart, address grantee, address actor) private {
        Pair storage pair = _pair(chart, grantee);
        uint32 consentEpoch = pair.expiry == 0 ? _consentEpoch(chart) : _nextConsentEpoch(chart);
        uint32 counter = pair.counter + 2;
        uint24 generation = pair.generation + 1;
        pair.expiry = 0;
        pair.purpose = Purpose.NONE;
        pair.counter = counter;
        pair.generation = generation;
        emit EverythingStopped(chart, grantee, actor, counter, generation, consentEpoch);
    }

    /// @dev The chart of the first report; `_share` compares the others.
    function _chartOfShares(Share[] calldata shares) private pure returns (bytes20) {
        if (shares.length == 0) revert ConsentEmpty();
        return ReportIds.chartOf(shares[0].report);
    }

    function _checkTerms(
        bytes20 chart,
        address grantee,
        uint64 expiry,
        Purpose purpose,
        uint32 granteeKeyVersion,
        Facts facts
    ) private view {
        _checkNotPaused(facts);
        if (facts.frozen()) revert ICharts.ChartFrozen(chart);
        if (!facts.active()) revert ConsentGranteeNotActive(grantee);
        if (facts.keyVersion() == 0) revert IKeys.KeyMissing(grantee);
        if (granteeKeyVersion != facts.keyVersion())
            revert ConsentStaleGranteeKey(facts.keyVersion(), granteeKeyVersion);
        if (purpose == Purpose.NONE) revert ConsentInvalidPurpose();
        if (expiry <= block.timestamp || expiry > block.timestamp + MAX_CONSENT) revert ConsentInvalidExpiry(expiry);
    }

    function _checkSignedBy(address holder, bytes32 form, bytes calldata signature) private view {
        if (!Signatures.isValid(holder, _hashTypedDataV4(form), signature)) revert SignatureInvalid(holder);
    }

    function _checkChart(bytes20 chart, bytes32 report) private pure {
        if (ReportIds.chartOf(report) != chart) revert ConsentOtherChart(chart, report);
    }

    /// @dev The holder, or the authoriser, who stops at once when the wallet is lost or stolen.
    function _checkMayStop(bytes20 chart) private view {
        (address holder, , ) = _registry.whoControls(chart);
        if (msg.sender == holder || msg.sender == _registry.authoriserOf(chart)) return;
        revert ConsentNotHolder(chart, msg.sender);
    }

    function _stopperOf(
        bytes20 chart,
        address holder,
        bytes32 form,
        bytes calldata signature
    ) private view returns (address) {
        bytes32 digest = _hashTypedDataV4(form);
        if (Signatures.isValid(holder, digest, signature)) return holder;

        address authoriser = _registry.authoriserOf(chart);
        if (Signatures.isValid(authoriser, digest, signature)) return authoriser;
        revert SignatureInvalid(holder);
    }

    /// @dev A grant signed earlier and sent first adds one, and must not make the stop void. See [Note: counters].
    function _checkStopCounter(uint32 current, uint32 given) private pure {
        if (current < given || current - given > 1) revert ConsentStaleCounter(current, given);
    }
}
