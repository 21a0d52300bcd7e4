// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev All that separates duties, in one slot per account, so that each rule reads it once.
/// @param administrativeRoles How many administrative roles the account holds.
/// @param appointments At how many hospitals the account is appointed as a doctor.
/// @param holdsChart Whether the account holds a chart.
/// @param validUntil Last second of the attestation, zero when there is none or it was revoked.
/// @param issuedAt When the latest attestation was signed.
/// @param acceptedAt When the latest attestation was accepted on chain.
/// @param generation Which uninterrupted run of attestations the latest one belongs to.
/// @param attesterNumber Who signed it, see `Attestations`.
struct Person {
    uint16 administrativeRoles;
    uint16 appointments;
    bool holdsChart;
    uint40 validUntil;
    uint40 issuedAt;
    uint40 acceptedAt;
    uint24 generation;
    uint32 attesterNumber;
}

using People for Person global;

library People {
    function isAdministrative(Person storage person) internal view returns (bool) {
        return person.administrativeRoles != 0;
    }

    /// @dev Whether the attestation has not run out nor been revoked. It may still have been disavowed.
    function isWithinValidity(Person storage person) internal view returns (bool) {
        return block.timestamp <= person.validUntil;
    }
}
