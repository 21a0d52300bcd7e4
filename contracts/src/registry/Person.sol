// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev All that separates duties, in one slot per account, so that each rule reads it once.
/// @param administrativeRoles How many administrative roles the account holds.
/// @param appointments At how many hospitals the account is appointed as a doctor.
/// @param holdsChart Whether the account holds a chart.
/// @param validUntil Last second of the attestation, zero when there is none or it was revoked.
/// @param issuedAt When the latest attestation was signed.
/// @param generation Which uninterrupted run of attestations the latest one belongs to.
struct Person {
    uint16 administrativeRoles;
    uint16 appointments;
    bool holdsChart;
    uint64 validUntil;
    uint64 issuedAt;
    uint32 generation;
}

using People for Person global;

library People {
    function isAdministrative(Person storage person) internal view returns (bool) {
        return person.administrativeRoles != 0;
    }

    function isClinical(Person storage person) internal view returns (bool) {
        return person.holdsChart || person.appointments != 0 || isAttested(person);
    }

    function isAttested(Person storage person) internal view returns (bool) {
        return block.timestamp <= person.validUntil;
    }

    function isActiveDoctor(Person storage person) internal view returns (bool) {
        return person.appointments != 0 && isAttested(person);
    }
}
