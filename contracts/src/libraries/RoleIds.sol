// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Role ids as the table in `IRoles` draws them: class byte ‖ 27 zero bytes ‖ hospital id.
library RoleIds {
    bytes32 internal constant ATTESTER = bytes32(bytes1(0x01));
    bytes32 internal constant PAUSER = bytes32(bytes1(0x02));

    bytes32 private constant REGISTRAR_CLASS = bytes32(bytes1(0x03));
    bytes32 private constant DOCTOR_CLASS = bytes32(bytes1(0x04));

    function registrar(uint32 hospital) internal pure returns (bytes32) {
        return REGISTRAR_CLASS | bytes32(uint256(hospital));
    }

    function doctor(uint32 hospital) internal pure returns (bytes32) {
        return DOCTOR_CLASS | bytes32(uint256(hospital));
    }

    function hospitalOf(bytes32 role) internal pure returns (uint32) {
        return uint32(uint256(role));
    }

    function isRegistrar(bytes32 role) internal pure returns (bool) {
        return hospitalOf(role) != 0 && role == registrar(hospitalOf(role));
    }

    function isDoctor(bytes32 role) internal pure returns (bool) {
        return hospitalOf(role) != 0 && role == doctor(hospitalOf(role));
    }

    /// @dev Zero is the default admin's.
    function isAdministrative(bytes32 role) internal pure returns (bool) {
        return role == 0 || role == PAUSER || isDelayed(role);
    }

    /// @dev Whether a grant is scheduled first: these roles vouch for people whom patients then trust.
    function isDelayed(bytes32 role) internal pure returns (bool) {
        return role == ATTESTER || isRegistrar(role);
    }
}
