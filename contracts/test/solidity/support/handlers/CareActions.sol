// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICareTeam} from "../../../../src/interfaces/ICareTeam.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {Acting} from "./Acting.sol";

/// @dev Patients ask hospitals for care; registrars accept and assign.
abstract contract CareActions is Acting {
    function askForCare(uint256 seed) external action(seed) {
        (address holder, uint32 hospital) = (_mostly(ledger.holderOf(_chart())), _hospital());
        _as(holder);
        registry.askForCare(hospital);
    }

    function leaveCare(uint256 seed) external seldom(seed, 10) action(seed) {
        (address holder, uint32 hospital) = (_mostly(ledger.holderOf(_chart())), _hospital());
        _as(holder);
        registry.leaveCare(hospital);
    }

    function acceptCare(uint256 seed) external action(seed) {
        (bytes20 chart, uint32 hospital) = _careIn(ICareTeam.CareStatus.Asked);
        _as(_registrarOf(hospital));
        registry.acceptCare(chart, hospital);
    }

    function suspendCare(uint256 seed) external seldom(seed, 5) action(seed) {
        (bytes20 chart, uint32 hospital) = _careIn(ICareTeam.CareStatus.Accepted);
        _as(_registrarOf(hospital));
        registry.suspendCare(chart, hospital);
    }

    function resumeCare(uint256 seed) external action(seed) {
        (bytes20 chart, uint32 hospital) = _careIn(ICareTeam.CareStatus.Suspended);
        _as(_registrarOf(hospital));
        registry.resumeCare(chart, hospital);
    }

    function endCare(uint256 seed) external seldom(seed, 10) action(seed) {
        (bytes20 chart, uint32 hospital) = _careIn(ICareTeam.CareStatus.Accepted);
        _as(_registrarOf(hospital));
        registry.endCare(chart, hospital);
    }

    function assignDoctor(uint256 seed) external action(seed) {
        (bytes20 chart, uint32 hospital) = _careIn(ICareTeam.CareStatus.Accepted);
        address assigned = _mostly(_holderOf(RoleIds.doctor(hospital)));
        _as(_rarely() ? assigned : _registrarOf(hospital));
        registry.assignDoctor(chart, assigned, hospital);
        _assignments.push(Assigned(assigned, chart, hospital));
    }

    function endAssignment(uint256 seed) external seldom(seed, 5) action(seed) {
        (address assigned, bytes20 chart, uint32 hospital) = _assigned();
        _as(_registrarOf(hospital));
        registry.endAssignment(chart, assigned, hospital);
    }
}
