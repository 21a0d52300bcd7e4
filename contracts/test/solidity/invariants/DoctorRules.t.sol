// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "../support/Cheats.sol";
import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract DoctorRulesTest is Campaign {
    function setUp() external {
        _begin(3);
    }

    function invariant_AnActiveDoctorIsAttestedAndAppointed() external view {
        for (uint256 n; n < 4; ++n) {
            address person = _somebody(n);
            bool isAppointed;
            for (uint32 hospital = 1; hospital <= 4; ++hospital) {
                isAppointed = isAppointed || registry.hasRole(RoleIds.doctor(hospital), person);
            }
            (uint64 validUntil, ) = registry.attestationOf(person);
            bool isAttested = cheats.getBlockTimestamp() <= validUntil;
            require(registry.isActiveDoctor(person) == (isAppointed && isAttested), "active without ground");
            require(isAttested == ledger.isAttested(person), "attested without an attestation");
        }
    }

    /// @dev Also: a licence has one live wallet, a lapse begins a new generation, and no attester exceeds the daily cap, though
    /// these sequences are short for that: see `AttestationsTest`.
    function invariant_AnAttestationIsUsedAtMostOnce() external view {
        _mustBeUnbroken(Rule.AttestationsCountOnce);
        _mustBeUnbroken(Rule.AttestersHaveADailyCap);
    }
}
