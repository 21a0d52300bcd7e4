// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {IRoles} from "../interfaces/IRoles.sol";
import {RoleIds} from "../libraries/RoleIds.sol";
import {Person} from "./Person.sol";

abstract contract Roles is AccessControlDefaultAdminRules, IRoles {
    struct RolesState {
        mapping(uint32 hospital => bool isOpen) hospitals;
        mapping(address account => Person person) people;
    }

    /// @inheritdoc IRoles
    bytes32 public constant ATTESTER_ROLE = RoleIds.ATTESTER;

    RolesState private _rolesState;

    /// @inheritdoc IRoles
    function openHospital(uint32 hospital, string calldata name) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (hospital == 0 || bytes(name).length == 0) revert RolesInvalidHospital(hospital);
        if (isHospitalOpen(hospital)) revert RolesHospitalAlreadyOpened(hospital);

        _rolesState.hospitals[hospital] = true;
        emit HospitalOpened(hospital, name);
    }

    /// @inheritdoc IRoles
    function isAdministrative(address account) external view returns (bool) {
        return _person(account).isAdministrative();
    }

    /// @inheritdoc IRoles
    function registrarRole(uint32 hospital) external pure returns (bytes32) {
        return RoleIds.registrar(hospital);
    }

    /// @inheritdoc IRoles
    function doctorRole(uint32 hospital) external pure returns (bytes32) {
        return RoleIds.doctor(hospital);
    }

    /// @inheritdoc IRoles
    function isHospitalOpen(uint32 hospital) public view returns (bool) {
        return _rolesState.hospitals[hospital];
    }

    /// @inheritdoc IAccessControl
    function getRoleAdmin(bytes32 role) public pure override(AccessControl, IAccessControl) returns (bytes32) {
        return RoleIds.isDoctor(role) ? RoleIds.registrar(RoleIds.hospitalOf(role)) : DEFAULT_ADMIN_ROLE;
    }

    /// @dev Every path that grants a role ends here: grants, transfers of the default admin, the constructor.
    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        _checkAdmissible(role, account);

        granted = super._grantRole(role, account);
        if (!granted) return false;

        if (RoleIds.isDoctor(role)) ++_person(account).appointments;
        else ++_person(account).administrativeRoles;
    }

    /// @dev Every path that removes a role ends here: revoking, renouncing, transfers of the default admin.
    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        revoked = super._revokeRole(role, account);
        if (!revoked) return false;

        if (RoleIds.isDoctor(role)) --_person(account).appointments;
        else --_person(account).administrativeRoles;
    }

    function _person(address account) internal view returns (Person storage) {
        return _rolesState.people[account];
    }

    function _checkHospitalOpen(uint32 hospital) internal view {
        if (!isHospitalOpen(hospital)) revert RolesHospitalNotOpened(hospital);
    }

    function _checkNotAdministrative(address account) internal view {
        if (_person(account).isAdministrative()) revert RolesSeparationOfDuties(account);
    }

    function _checkAdmissible(bytes32 role, address account) private view {
        if (account == address(0) || account == address(this)) revert RolesForbiddenAccount(account);

        if (RoleIds.isDoctor(role)) {
            _checkHospitalOpen(RoleIds.hospitalOf(role));
            _checkNotAdministrative(account);
            if (!_person(account).isAttested()) revert RolesDoctorNotAttested(account);
        } else if (RoleIds.isAdministrative(role)) {
            if (RoleIds.isRegistrar(role)) _checkHospitalOpen(RoleIds.hospitalOf(role));
            if (_person(account).isClinical()) revert RolesSeparationOfDuties(account);
        } else {
            revert RolesUnknownRole(role);
        }
    }
}
