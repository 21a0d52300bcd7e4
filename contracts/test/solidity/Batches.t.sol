// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {cheats} from "./support/Cheats.sol";
import {Effects} from "./support/Effects.sol";
import {Forms} from "./support/Forms.sol";

/// @dev Several reports in one call: the same as one call for each, in order; and if one of those is refused, nothing at all.
contract BatchesTest is Effects {
    uint256 private constant MOST = 4;

    bytes20 private chart;
    /// @dev Two that are shared already, one that was stopped, one erased, one of another chart, one that nobody added.
    bytes32[6] private reports;

    function setUp() public {
        _deploy();
        (chart, reports[0]) = _practise();
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        for (uint256 n = 1; n < 4; ++n) reports[n] = _add(patient, chart, 0, bytes32(n));
        for (uint256 n; n < 3; ++n) _grant(patient, reports[n], harbourDoctor, START + 30 days);
        cheats.prank(patient);
        records.stopConsent(reports[2], harbourDoctor);
        cheats.prank(patient);
        records.eraseReport(reports[3]);
        reports[4] = _add(otherPatient, _register(otherPatient), 0, "other");
        reports[5] = bytes32(chart) | bytes32(uint256(1));
    }

    /// @param drawn Which reports; mostly those that can be shared.
    /// @param stale At which share the counter is of another moment, if any.
    function testFuzz_GrantingSeveralEqualsGrantingEachOrNone(uint256 drawn, uint8 count, uint8 stale) public {
        IConsents.Grant memory granted = _consents(_drawn(drawn, count), harbourDoctor, START + 60 days);
        _countOn(granted);
        if (stale < granted.shares.length) ++granted.shares[stale].counter;
        address[] memory callers = new address[](granted.shares.length);
        bytes[] memory calls = new bytes[](granted.shares.length);
        for (uint256 n; n < calls.length; ++n) {
            IConsents.Grant memory single = IConsents.Grant(
                granted.grantee,
                granted.expiry,
                granted.purpose,
                granted.granteeKeyVersion,
                new IConsents.Share[](1)
            );
            single.shares[0] = granted.shares[n];
            (callers[n], calls[n]) = (patient, abi.encodeCall(records.grantConsents, (single)));
        }

        Effect memory all = _effectOf(patient, address(records), abi.encodeCall(records.grantConsents, (granted)));
        _assertAllOrNothing(all, _effectOf(callers, address(records), calls));
    }

    function testFuzz_StoppingSeveralEqualsStoppingEachOrNone(uint256 drawn, uint8 count, address grantee) public {
        bytes32[] memory several = _drawn(drawn, count);
        address[] memory callers = new address[](several.length);
        bytes[] memory calls = new bytes[](several.length);
        for (uint256 n; n < calls.length; ++n) {
            (callers[n], calls[n]) = (patient, abi.encodeCall(records.stopConsent, (several[n], grantee)));
        }

        bytes memory call = abi.encodeCall(records.stopConsents, (several, grantee));
        _assertAllOrNothing(_effectOf(patient, address(records), call), _effectOf(callers, address(records), calls));
    }

    function testFuzz_SignedStopsOfSeveralEqualStoppingEachOrNone(uint256 drawn, uint8 count, uint8 stale) public {
        bytes32[] memory several = _drawn(drawn, count);
        IConsents.Stop[] memory stops = _stops(several, harbourDoctor);
        if (stale < stops.length) ++stops[stale].counter;
        address[] memory callers = new address[](several.length);
        bytes[] memory calls = new bytes[](several.length);
        for (uint256 n; n < calls.length; ++n) {
            IConsents.Stop[] memory single = new IConsents.Stop[](1);
            single[0] = stops[n];
            (callers[n], calls[n]) = (otherWallet, _signedStop(single));
        }

        _assertAllOrNothing(
            _effectOf(otherWallet, address(records), _signedStop(stops)),
            _effectOf(callers, address(records), calls)
        );
    }

    function _signedStop(IConsents.Stop[] memory stops) private view returns (bytes memory) {
        bytes20 of_ = bytes20(stops[0].report);
        uint64 deadline = uint64(cheats.getBlockTimestamp());
        bytes32 form = Forms.stop(stops, of_, harbourDoctor, _epochOf(of_), deadline);
        return
            abi.encodeCall(records.stopConsentsFor, (stops, harbourDoctor, deadline, _signForRecords(patient, form)));
    }

    /// @dev What is refused is undone, so there is no effect of it to compare.
    function _assertAllOrNothing(Effect memory all, Effect memory singles) private pure {
        assert(all.success == singles.success);
        if (all.success) _assertSame(all, singles);
    }

    function _drawn(uint256 seed, uint8 count) private view returns (bytes32[] memory several) {
        several = new bytes32[](1 + (count % MOST));
        for (uint256 n; n < several.length; ++n) {
            seed = uint256(keccak256(abi.encode(seed)));
            several[n] = reports[seed % 3];
            if (seed % 16 == 0) several[n] = reports[3 + ((seed >> 8) % 3)];
        }
    }

    /// @dev A report that is in it twice has its next counter the second time.
    function _countOn(IConsents.Grant memory granted) private pure {
        for (uint256 n; n < granted.shares.length; ++n) {
            for (uint256 m; m < n; ++m) {
                if (granted.shares[m].report == granted.shares[n].report) ++granted.shares[n].counter;
            }
        }
    }
}
