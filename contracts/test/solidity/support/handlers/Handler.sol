// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Acting} from "./Acting.sol";
import {AttestationActions} from "./AttestationActions.sol";
import {CareActions} from "./CareActions.sol";
import {RoleActions} from "./RoleActions.sol";
import {SignedActions} from "./SignedActions.sol";

/// @dev Everything that anybody can do, honest or not, alone or together. Begins with two doctors of two hospitals, two patients
/// in their care, and a few reports.
contract Handler is RoleActions, AttestationActions, CareActions, SignedActions {
    constructor(uint256 salt) Acting(salt) {
        (bytes20 chart, ) = _practise();
        _assignments.push(Assigned(doctor, chart, NORTHFIELD));
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _makeActive(thirdDoctor, registrar, NORTHFIELD);
        _register(otherPatient);
        _assign(harbourDoctor, otherPatient, harbourRegistrar, HARBOUR);
        _assignments.push(Assigned(harbourDoctor, registry.chartOf(otherPatient), HARBOUR));
        _publishKey(newWallet);
        _publishKey(otherWallet);
        _add(doctor, chart, NORTHFIELD, "second");
        _add(patient, chart, 0, "own");
        _add(harbourDoctor, registry.chartOf(otherPatient), HARBOUR, "other");
        _settle();
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    function person(uint256 index) external view returns (address) {
        return people[index];
    }

    function contracts() external view returns (address, address) {
        return (address(registry), address(records));
    }
}
