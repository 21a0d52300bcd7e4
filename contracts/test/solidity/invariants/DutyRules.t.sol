// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "../support/Cheats.sol";
import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract DutyRulesTest is Campaign {
    function setUp() external {
        _begin(5);
    }

    /// @dev By the events, after each of them; and by what is stored.
    function invariant_NobodyIsBothAdministrativeAndClinical() external view {
        _mustBeUnbroken(Rule.DutiesAreSeparate);

        for (uint256 n; n < 4; ++n) {
            address person = _somebody(n);
            bool isAdministrative =
                registry.hasRole(0, person) ||
                    registry.hasRole(RoleIds.ATTESTER, person) ||
                    registry.hasRole(RoleIds.PAUSER, person);
            bool isAppointed;
            for (uint32 hospital = 1; hospital <= 4; ++hospital) {
                isAdministrative = isAdministrative || registry.hasRole(RoleIds.registrar(hospital), person);
                isAppointed = isAppointed || registry.hasRole(RoleIds.doctor(hospital), person);
            }
            (uint64 validUntil, ) = registry.attestationOf(person);
            bool isClinical = isAppointed || cheats.getBlockTimestamp() <= validUntil || registry.chartOf(person) != 0;
            require(registry.isAdministrative(person) == isAdministrative, "an office is not counted");
            require(!isAdministrative || !isClinical, "both administrative and clinical");
        }
    }

    function invariant_NobodyAssignsThemself() external view {
        _mustBeUnbroken(Rule.NobodyAssignsThemself);
    }

    /// @dev Nor does any office more than it may.
    function invariant_ARegistrarChangesNothingOfAnotherHospital() external view {
        _mustBeUnbroken(Rule.HospitalsAreSeparate);
        _mustBeUnbroken(Rule.OfficesActWithinTheirPowers);
    }

    function invariant_NoAdministratorChangesConsentsKeysOrReports() external view {
        _mustBeUnbroken(Rule.AdministratorsTouchNoRecords);
    }
}
