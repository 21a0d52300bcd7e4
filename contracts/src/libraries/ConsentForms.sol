// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../interfaces/IConsents.sol";

/// @dev What a patient signs, as EIP-712 structs that any wallet shows like a form: a sentence first, then who, what, what for
/// and until when. The capsules themselves are signed, so that nobody swaps them on the way.
library ConsentForms {
    bytes32 private constant SHARE_TYPE = keccak256(
        "ShareReports(string statement,bytes20 chart,address reader,string purpose,uint64 until,ReportShare[] reports,uint32 readerKeyVersion,uint32 generation,uint32 epoch,uint64 deadline)ReportShare(bytes32 report,uint32 counter,bytes capsules)"
    );
    bytes32 private constant REPORT_SHARE_TYPE = keccak256("ReportShare(bytes32 report,uint32 counter,bytes capsules)");
    bytes32 private constant SHARE_STATEMENT = keccak256(
        "I let this reader read the reports listed here, and corrections of them, until the time given. I can stop this at any time. Stopping cannot erase what was already seen or saved."
    );

    bytes32 private constant SHARE_ALL_TYPE = keccak256(
        "ShareAllReports(string statement,bytes20 chart,address reader,string purpose,uint64 until,uint32 readerKeyVersion,bytes capsules,uint32 consentEpoch,uint32 counter,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant SHARE_ALL_STATEMENT = keccak256(
        "I let this reader read all reports of my chart, also those added later, except those kept for explicit sharing, until the time given. I can stop this at any time. Stopping cannot erase what was already seen or saved."
    );

    bytes32 private constant STOP_TYPE = keccak256(
        "StopSharingReports(string statement,bytes20 chart,address reader,ReportStop[] reports,uint32 epoch,uint64 deadline)ReportStop(bytes32 report,uint32 counter)"
    );
    bytes32 private constant REPORT_STOP_TYPE = keccak256("ReportStop(bytes32 report,uint32 counter)");
    bytes32 private constant STOP_STATEMENT = keccak256(
        "From now on this reader can no longer read the reports listed here."
    );

    bytes32 private constant STOP_EVERYTHING_TYPE = keccak256(
        "StopSharingEverything(string statement,bytes20 chart,address reader,uint32 counter,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant STOP_EVERYTHING_STATEMENT = keccak256(
        "From now on this reader can read none of my reports."
    );

    /// @dev | type hash | hash of statement | chart | reader | hash of purpose | until | hash of reports | reader's key version | generation | epoch | deadline |
    function hashOf(
        IConsents.Grant calldata granted,
        bytes20 chart,
        uint32 generation,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        IConsents.Share[] calldata shares = granted.shares;
        bytes32[] memory reports = new bytes32[](shares.length);
        for (uint256 n; n < shares.length; ++n) reports[n] = _hashOf(shares[n]);
        return
            keccak256(
                abi.encode(
                    SHARE_TYPE,
                    SHARE_STATEMENT,
                    chart,
                    granted.grantee,
                    _wordsOf(granted.purpose),
                    granted.expiry,
                    keccak256(abi.encodePacked(reports)),
                    granted.granteeKeyVersion,
                    generation,
                    epoch,
                    deadline
                )
            );
    }

    /// @dev | type hash | hash of statement | chart | reader | hash of purpose | until | reader's key version | hash of capsules | consent epoch | counter | epoch | deadline |
    function hashOf(
        IConsents.StandingGrant calldata granted,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    SHARE_ALL_TYPE,
                    SHARE_ALL_STATEMENT,
                    granted.chart,
                    granted.grantee,
                    _wordsOf(granted.purpose),
                    granted.expiry,
                    granted.granteeKeyVersion,
                    keccak256(granted.capsules),
                    granted.consentEpoch,
                    granted.counter,
                    epoch,
                    deadline
                )
            );
    }

    /// @dev | type hash | hash of statement | chart | reader | hash of reports | epoch | deadline |
    function hashOf(
        IConsents.Stop[] calldata stops,
        bytes20 chart,
        address grantee,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32[] memory reports = new bytes32[](stops.length);
        for (uint256 n; n < reports.length; ++n) reports[n] = _hashOf(stops[n]);
        return
            keccak256(
                abi.encode(
                    STOP_TYPE,
                    STOP_STATEMENT,
                    chart,
                    grantee,
                    keccak256(abi.encodePacked(reports)),
                    epoch,
                    deadline
                )
            );
    }

    /// @dev | type hash | hash of statement | chart | reader | counter | epoch | deadline |
    function hashOfStopEverything(
        bytes20 chart,
        address grantee,
        uint32 counter,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(STOP_EVERYTHING_TYPE, STOP_EVERYTHING_STATEMENT, chart, grantee, counter, epoch, deadline)
            );
    }

    /// @dev | type hash | report | counter | hash of capsules |
    function _hashOf(IConsents.Share calldata share) private pure returns (bytes32) {
        return keccak256(abi.encode(REPORT_SHARE_TYPE, share.report, share.counter, keccak256(share.capsules)));
    }

    /// @dev | type hash | report | counter |
    function _hashOf(IConsents.Stop calldata stop) private pure returns (bytes32) {
        return keccak256(abi.encode(REPORT_STOP_TYPE, stop.report, stop.counter));
    }

    /// @dev The purpose in the words that the patient signs, hashed. Without a purpose there are no words.
    function _wordsOf(IConsents.Purpose purpose) private pure returns (bytes32) {
        if (purpose == IConsents.Purpose.TREAT) return keccak256("To treat me");
        if (purpose == IConsents.Purpose.ETREAT) return keccak256("To treat me in an emergency");
        if (purpose == IConsents.Purpose.COC) return keccak256("To coordinate my care");
        if (purpose == IConsents.Purpose.HPAYMT) return keccak256("To settle payment");
        if (purpose == IConsents.Purpose.HRESCH) return keccak256("For research");
        if (purpose == IConsents.Purpose.PATRQT) return keccak256("Because I asked for it");
        revert IConsents.ConsentInvalidPurpose();
    }
}
