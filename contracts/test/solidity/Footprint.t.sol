// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {cheats} from "./support/Cheats.sol";
import {EveryCall} from "./support/EveryCall.sol";

/// @dev Each call reads and writes as many slots in a crowd as it did alone: with other patients, doctors and hospitals, and with
/// more reports and consents of the same chart.
contract FootprintTest is EveryCall {
    uint256 private constant OTHERS = 12;
    uint256 private constant REPORTS = 40;

    uint256[CALLS] private alone;

    function setUp() public {
        _begin();
        for (uint256 n; n < CALLS; ++n) alone[n] = _touchedBy(n);

        for (uint256 n; n < REPORTS; ++n) _addAnother(patient, bytes32(n + 1));
        for (uint256 n; n < OTHERS; ++n) _letIn(n);
    }

    function testFuzz_ACallTouchesAsManySlotsInACrowdAsAlone(uint256 which) public {
        which %= CALLS;
        assert(_touchedBy(which) == alone[which]);
    }

    /// @dev Another patient, another doctor, another hospital; their reports, consents and requests.
    function _letIn(uint256 n) private {
        (address person, address colleague) = (_known(10_000 + n), _known(20_000 + n));
        _makeActive(colleague, registrar, NORTHFIELD);
        bytes20 other = _register(person);
        _assign(doctor, person, registrar, NORTHFIELD);
        cheats.prank(registrar);
        registry.assignDoctor(other, colleague, NORTHFIELD);
        cheats.prank(registrar);
        registry.assignDoctor(chart, colleague, NORTHFIELD);
        for (uint256 m; m < 3; ++m) _addAnother(person, bytes32(m + 1));
        _grantStanding(person, colleague);
        _grantStanding(patient, colleague);
        _grant(patient, report, colleague, START + 30 days);
        cheats.prank(colleague);
        records.requestConsent(own, IConsents.Purpose.TREAT);
        cheats.prank(admin);
        registry.openHospital(uint32(100 + n), "Another Hospital");
    }

    function _addAnother(address holder, bytes32 commitment) private {
        bytes32 added = _add(holder, registry.chartOf(holder), 0, commitment);
        _grant(holder, added, harbourDoctor, START + 30 days);
        _grant(holder, added, doctor, START + 30 days);
    }

    function _grantStanding(address holder, address grantee) private {
        bytes20 of_ = registry.chartOf(holder);
        IConsents.StandingGrant memory granted = _standingConsent(of_, grantee, START + 30 days);
        cheats.prank(holder);
        records.grantStandingConsent(granted);
    }

    /// @dev How often a call reads or writes a slot; undone again.
    function _touchedBy(uint256 which) private returns (uint256 count) {
        (address caller, bytes memory call) = _callOf(which);
        try this.doAndUndo(which, caller, call) {
            assert(false);
        } catch (bytes memory undone) {
            count = abi.decode(undone, (uint256));
        }
        // Time is no part of what is undone.
        cheats.warp(START);
    }

    /// @dev Tells by reverting, which is what undoes it.
    function doAndUndo(uint256 which, address caller, bytes calldata call) external {
        _makeReady(which);
        cheats.record();
        cheats.prank(caller);
        (bool success, ) = _targetOf(which).call(call);
        require(success, "refused");

        (bytes32[] memory reads, bytes32[] memory writes) = cheats.accesses(address(registry));
        uint256 count = reads.length + writes.length;
        (reads, writes) = cheats.accesses(address(records));
        count += reads.length + writes.length;
        assembly ("memory-safe") {
            mstore(0, count)
            revert(0, 0x20)
        }
    }
}
