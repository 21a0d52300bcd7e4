// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../../src/interfaces/IConsents.sol";
import {IReports} from "../../../../src/interfaces/IReports.sol";
import {IRequests} from "../../../../src/interfaces/IRequests.sol";
import {Log} from "../Cheats.sol";
import {ReportLedger} from "./ReportLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev What patients decided, as the events tell; and, from the order of their decisions alone, who may read.
abstract contract ConsentLedger is ReportLedger {
    /// @param grantedAt When it was granted last, and `stoppedAt` stopped, in events.
    struct Decision {
        uint64 expiry;
        IConsents.Purpose purpose;
        uint32 counter;
        uint32 generation;
        uint256 grantedAt;
        uint256 stoppedAt;
    }

    struct Request {
        IConsents.Purpose purpose;
        uint64 notBefore;
    }

    mapping(bytes32 report => mapping(address grantee => Decision)) public decision;
    mapping(bytes32 report => mapping(address doctor => Request)) public requestOf;
    /// @dev About all of a chart.
    mapping(bytes20 chart => mapping(address grantee => Decision)) public standing;
    /// @dev How often everything was stopped.
    mapping(bytes20 chart => mapping(address grantee => uint32)) public timesStopped;
    mapping(bytes20 chart => uint32) public consentEpochOf;

    function consentOf(
        bytes32 report_,
        address grantee
    ) external view returns (uint64 expiry, IConsents.Purpose purpose, uint32 counter, bool stopped) {
        Decision storage own = decision[report_][grantee];
        bool isOver = own.grantedAt < standing[bytes20(report_)][grantee].stoppedAt;
        (expiry, purpose) = isOver ? (0, IConsents.Purpose.NONE) : (own.expiry, own.purpose);
        return (expiry, purpose, own.counter, own.stoppedAt > own.grantedAt);
    }

    function standingConsentOf(
        bytes20 chart_,
        address grantee
    ) external view returns (uint64 expiry, IConsents.Purpose purpose, uint32 counter, uint32 generation) {
        Decision storage all = standing[chart_][grantee];
        return (all.expiry, all.purpose, all.counter, timesStopped[chart_][grantee]);
    }

    /// @dev From the order of what was decided, where the contracts compare generations.
    function canRead(bytes32 report_, address account) public view override returns (bool) {
        Report memory stored = report[report_];
        if (stored.author == 0 || stored.status == IReports.Status.Erased) return false;
        if (account == holderOf(bytes20(report_))) return true;
        if (stored.status == IReports.Status.Retracted || !isActiveDoctor(account)) return false;

        Decision memory own = decision[report_][account];
        if (own.stoppedAt > own.grantedAt) return false;
        Decision memory all = standing[bytes20(report_)][account];
        return
            _stands(own, all.stoppedAt, account) ||
            (!stored.explicitOnly && _stands(all, all.stoppedAt, account)) ||
            (stored.author == bytes20(account) &&
                stored.generation == generationOf(account) &&
                stored.addedAt > all.stoppedAt);
    }

    /// @dev Whether the patient's last word on it was a stop: for this report, until a grant for this report; for everything,
    /// until anything new.
    function isStopped(bytes32 report_, address account) external view returns (bool) {
        Decision memory own = decision[report_][account];
        Decision memory all = standing[bytes20(report_)][account];
        bool isNew =
            own.grantedAt > all.stoppedAt || all.grantedAt > all.stoppedAt || report[report_].addedAt > all.stoppedAt;
        return own.stoppedAt > own.grantedAt || (all.stoppedAt != 0 && !isNew);
    }

    /// @return Whether the event is one of consents.
    function _foldConsents(Log memory log, bytes32 name) internal returns (bool) {
        if (name == IConsents.ConsentGranted.selector) {
            _grant(log);
        } else if (name == IConsents.StandingConsentGranted.selector) {
            _grantStanding(log);
        } else if (name == IConsents.ConsentStopped.selector) {
            (address actor, uint32 counter) = abi.decode(log.data, (address, uint32));
            Decision storage own = decision[log.topics[1]][_account(log.topics[3])];
            _mustMayStop(bytes20(log.topics[2]), actor);
            _mustBe(bytes20(log.topics[1]) == bytes20(log.topics[2]), "a stop names another chart");
            _stop(own, counter);
            requestOf[log.topics[1]][_account(log.topics[3])].purpose = IConsents.Purpose.NONE;
        } else if (name == IConsents.EverythingStopped.selector) {
            _stopEverything(log);
        } else if (name == IRequests.ConsentRequested.selector) {
            _ask(log.topics[1], _account(log.topics[3]), abi.decode(log.data, (IConsents.Purpose)));
        } else if (name == IRequests.RequestDeclined.selector) {
            (address actor, uint64 notBefore) = abi.decode(log.data, (address, uint64));
            _mustBeHolder(bytes20(log.topics[2]), actor);
            requestOf[log.topics[1]][_account(log.topics[3])] = Request(IConsents.Purpose.NONE, notBefore);
        } else {
            return false;
        }
        return true;
    }

    function _grant(Log memory log) private {
        (bytes32 report_, bytes20 chart_, address grantee) = (
            log.topics[1],
            bytes20(log.topics[2]),
            _account(log.topics[3])
        );
        (address actor, uint64 expiry, IConsents.Purpose purpose, uint32 counter, uint32 generation, , ) = abi.decode(
            log.data,
            (address, uint64, IConsents.Purpose, uint32, uint32, uint32, bytes)
        );
        Decision storage own = decision[report_][grantee];
        _mustBe(bytes20(report_) == chart_ && report[report_].status == IReports.Status.Live, "a grant is of nothing");
        _mustMayGrant(chart_, actor, grantee, expiry);
        _mustOutlive(own, chart_, grantee);
        _mustBe(counter == own.counter + 1, "a grant did not count one");
        _write(own, expiry, purpose, counter, generation);
        requestOf[report_][grantee].purpose = IConsents.Purpose.NONE;
    }

    function _grantStanding(Log memory log) private {
        (bytes20 chart_, address grantee, address actor) = (
            bytes20(log.topics[1]),
            _account(log.topics[2]),
            _account(log.topics[3])
        );
        (uint64 expiry, IConsents.Purpose purpose, uint32 counter, uint32 generation, , uint32 epoch, ) = abi.decode(
            log.data,
            (uint64, IConsents.Purpose, uint32, uint32, uint32, uint32, bytes)
        );
        Decision storage all = standing[chart_][grantee];
        _mustMayGrant(chart_, actor, grantee, expiry);
        _mustOutlive(all, chart_, grantee);
        _mustBe(counter == all.counter + 1, "a grant did not count one");
        _mustBe(epoch == ++consentEpochOf[chart_], "the consent epoch did not rise by one");
        _write(all, expiry, purpose, counter, generation);
    }

    function _stopEverything(Log memory log) private {
        (bytes20 chart_, address grantee, address actor) = (
            bytes20(log.topics[1]),
            _account(log.topics[2]),
            _account(log.topics[3])
        );
        (uint32 counter, uint32 generation, uint32 epoch) = abi.decode(log.data, (uint32, uint32, uint32));
        Decision storage all = standing[chart_][grantee];
        _mustMayStop(chart_, actor);
        if (all.expiry != 0) ++consentEpochOf[chart_];
        _mustBe(epoch == consentEpochOf[chart_], "the consent epoch is another");
        _mustBe(generation == ++timesStopped[chart_][grantee], "stopping everything did not begin anew");
        _stop(all, counter);
    }

    function _ask(bytes32 report_, address doctor, IConsents.Purpose purpose) private {
        _mustNotBePaused();
        _mustAct(doctor);
        Request storage asked = requestOf[report_][doctor];
        _mustBe(isActiveDoctor(doctor), "someone who is no active doctor asked");
        _mustBe(asked.purpose == IConsents.Purpose.NONE && _now() >= asked.notBefore, "a doctor asked too often");
        asked.purpose = purpose;
    }

    function _write(
        Decision storage decided,
        uint64 expiry,
        IConsents.Purpose purpose,
        uint32 counter,
        uint32 generation
    ) private {
        (decided.expiry, decided.purpose, decided.counter) = (expiry, purpose, counter);
        (decided.generation, decided.grantedAt) = (generation, moment);
    }

    function _stop(Decision storage decided, uint32 counter) private {
        _mustBe(counter == decided.counter + 2, "a stop did not count two");
        (decided.expiry, decided.purpose, decided.counter) = (0, IConsents.Purpose.NONE, counter);
        decided.stoppedAt = moment;
    }

    function _mustMayGrant(bytes20 chart_, address actor, address grantee, uint64 expiry) private {
        _mustNotBePaused();
        _mustAct(actor);
        _mustBe(_agreed(actor) && actor == holderOf(chart_), "someone else granted a consent");
        _mustBe(!chart[chart_].isFrozen, "a frozen chart was shared");
        _mustBe(
            isActiveDoctor(grantee) && keyOf[grantee].version != 0,
            "someone who is no active doctor got a consent"
        );
        _mustBe(expiry > _now() && expiry <= _now() + 5 * 366 days, "a consent ends in the past, or absurdly late");
    }

    /// @dev The holder, or the authoriser: a key that the patient chose, whoever else it is.
    function _mustMayStop(bytes20 chart_, address actor) private {
        if (actor == holderOf(chart_)) _mustNotBeAnOffice(actor);
        _mustBe(
            _agreed(actor) && (actor == holderOf(chart_) || actor == chart[chart_].authoriser),
            "someone else stopped a consent"
        );
    }

    /// @dev A grant that was signed before a stop, before all signatures were cancelled or before a recovery is void.
    function _mustOutlive(Decision storage decided, bytes20 chart_, address grantee) private {
        if (_act.signer == address(0)) return;
        uint256 signedAt = _act.signedAt;
        _require(
            signedAt >= decided.stoppedAt &&
                signedAt >= standing[chart_][grantee].stoppedAt &&
                signedAt >= _signaturesVoidSince[chart_],
            Rule.StopsOutliveSignatures,
            "a signature outlived a stop"
        );
    }

    function _mustBe(bool holds_, string memory otherwise) private {
        _require(holds_, Rule.ConsentsAreThePatients, otherwise);
    }

    /// @dev Whether a grant counts now, after the moment at which everything was stopped.
    function _stands(
        Decision memory granted,
        uint256 everythingStoppedAt,
        address account
    ) private view returns (bool) {
        return
            _now() <= granted.expiry &&
            granted.generation == generationOf(account) &&
            granted.grantedAt > everythingStoppedAt;
    }
}
