// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../../src/Records.sol";
import {Registry} from "../../src/Registry.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {Handler} from "./support/Handler.sol";

/// @dev What holds after any sequence of anybody's actions.
contract RulesTest {
    /// @dev Enough to meet every combination, few enough to look at all after each action.
    uint256 private constant REPORTS = 4;

    Handler private handler;
    Registry private registry;
    Records private records;

    function setUp() public {
        handler = new Handler();
        (address registry_, address records_) = handler.contracts();
        (registry, records) = (Registry(registry_), Records(records_));
    }

    /// @dev Read by the test runner: what it calls at random.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Adding without assignment, remarking without reading, a stop that fails or is without effect, somebody else's
    /// decision: the handler watches each action for these.
    function invariant_NoActionBreaksARule() public view {
        assert(bytes(handler.broken()).length == 0);
    }

    function invariant_NobodyIsBothAdministrativeAndClinical() public view {
        for (uint256 n; n < handler.peopleCount(); ++n) {
            address person = handler.person(n);
            bool isAppointed =
                registry.hasRole(RoleIds.doctor(1), person) || registry.hasRole(RoleIds.doctor(2), person);
            bool isAdministrative =
                registry.hasRole(0, person) ||
                    registry.hasRole(RoleIds.ATTESTER, person) ||
                    registry.hasRole(RoleIds.registrar(1), person) ||
                    registry.hasRole(RoleIds.registrar(2), person);
            (uint64 validUntil, ) = registry.attestationOf(person);
            bool isAttested = cheats.getBlockTimestamp() <= validUntil;

            assert(registry.isAdministrative(person) == isAdministrative);
            assert(registry.isActiveDoctor(person) == (isAppointed && isAttested));
            assert(!isAdministrative || (registry.chartOf(person) == 0 && !isAppointed && !isAttested));
        }
    }

    /// @dev Others than the holder read only as active doctors, and only by a consent or authorship that the patient's later
    /// decisions left standing.
    function invariant_NobodyReadsWithoutTheRight() public view {
        uint256 count = handler.addedCount();
        for (uint256 r; r < REPORTS && r < count; ++r) {
            (bytes32 report, bytes20 chart, bytes20 author, ) = handler.added(count - 1 - r);
            for (uint256 n; n < handler.peopleCount(); ++n) {
                address person = handler.person(n);
                bool canRead = records.canRead(report, person);
                if (registry.holderOf(chart) == person) assert(canRead);
                else if (canRead) _assertRight(report, author, person);
            }
        }
    }

    function invariant_AReportKeepsItsChartAuthorAndCommitment() public view {
        for (uint256 r; r < handler.addedCount(); ++r) {
            (bytes32 report, bytes20 chart, bytes20 author, bytes32 commitment) = handler.added(r);
            bytes32 hash = keccak256(abi.encode(block.chainid, address(records), author, commitment));
            (bytes20 stored, uint32 epoch, ) = records.reportOf(report);
            assert(stored == author && epoch == 1 && report == bytes32(chart) | (hash >> 160));
        }
    }

    function _assertRight(bytes32 report, bytes20 author, address person) private view {
        (bool stopped, uint256 expiry, uint32 granted) = handler.decisions(report, person);
        (, uint32 generation) = registry.attestationOf(person);
        bool hasConsent = cheats.getBlockTimestamp() <= expiry && granted == generation;
        bool isAuthor = author == bytes20(person) && handler.authorGenerations(report) == generation;

        assert(registry.isActiveDoctor(person) && !registry.isAdministrative(person));
        assert(!stopped && (hasConsent || isAuthor));
    }
}
