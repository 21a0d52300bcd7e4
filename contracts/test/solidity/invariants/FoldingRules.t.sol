// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

/// @dev Whoever folds the events from the first knows all that is stored, but for the nonces of signed requests: those are how
/// often such a request was sent, which the events do not tell from a direct call.
contract FoldingRulesTest is Campaign {
    uint32 private constant HOSPITALS = 4;
    uint256 private constant ROLES = 3 + 2 * HOSPITALS;

    function setUp() external {
        _begin(7);
    }

    function invariant_TheEventsOfTheRegistryFoldToWhatItStores() external view {
        _mustBeUnbroken(Rule.EveryEventIsKnown);
        (address person, bytes20 chart) = (_somebody(0), _someChart());
        _comparePerson(person);
        _compareRole(_roleOf(ledger.moment()), person);
        _compareChart(chart);
        _compareCare(chart, person);
        _compareNetwork();
    }

    function invariant_TheEventsOfTheRecordsFoldToWhatTheyStore() external view {
        _mustBeUnbroken(Rule.EveryEventIsKnown);
        (bytes32 report, bytes20 chart) = (_someReport(), _someChart());
        _ofRecords(abi.encodeCall(records.reportOf, (report)));
        _ofRecords(abi.encodeCall(records.consentEpochOf, (chart)));
        for (uint256 n; n < 3; ++n) {
            _compareConsent(report, _somebody(n));
            _ofRecords(abi.encodeCall(records.standingConsentOf, (chart, _somebody(n))));
        }
    }

    /// @dev Run by the test runner at the end of each sequence: all charts and reports, and everything about some people.
    function afterInvariant() external view {
        for (uint256 n; n < 5; ++n) _compareAllOf(_somebody(n));
        for (uint256 n; n < ledger.chartCount(); ++n) {
            _compareChart(ledger.charts(n));
            _ofRecords(abi.encodeCall(records.consentEpochOf, (ledger.charts(n))));
        }
        for (uint256 n; n < ledger.reportCount(); ++n) {
            _ofRecords(abi.encodeCall(records.reportOf, (ledger.reports(n))));
        }
        _compareNetwork();
    }

    function _compareAllOf(address person) private view {
        _comparePerson(person);
        for (uint256 n; n < ROLES; ++n) _compareRole(_roleOf(n), person);
        for (uint256 n; n < ledger.reportCount(); ++n) _compareConsent(ledger.reports(n), person);
        for (uint256 n; n < ledger.chartCount(); ++n) {
            bytes20 chart = ledger.charts(n);
            _compareCare(chart, person);
            _ofRecords(abi.encodeCall(records.standingConsentOf, (chart, person)));
        }
    }

    function _compareRole(bytes32 role, address person) private view {
        _ofRegistry(abi.encodeCall(registry.hasRole, (role, person)));
        _ofRegistry(abi.encodeCall(registry.scheduledGrantOf, (role, person)));
    }

    function _comparePerson(address person) private view {
        _ofRegistry(abi.encodeCall(registry.isAdministrative, (person)));
        _ofRegistry(abi.encodeCall(registry.keyOf, (person)));
        _ofRegistry(abi.encodeCall(registry.chartOf, (person)));
        _ofRegistry(abi.encodeCall(registry.attestationOf, (person)));
        _ofRegistry(abi.encodeCall(registry.isActiveDoctor, (person)));
        _ofRegistry(abi.encodeCall(registry.disavowedSince, (person)));

        bytes32 licence = keccak256(abi.encode("licence", person));
        _ofRegistry(abi.encodeCall(registry.licenceOf, (licence)));
        _ofRegistry(abi.encodeCall(registry.replacementOf, (licence)));
    }

    function _compareChart(bytes20 chart) private view {
        _ofRegistry(abi.encodeCall(registry.whoControls, (chart)));
        _ofRegistry(abi.encodeCall(registry.holderOf, (chart)));
        _ofRegistry(abi.encodeCall(registry.authoriserOf, (chart)));
        _ofRegistry(abi.encodeCall(registry.recoveryOf, (chart)));
        _ofRegistry(abi.encodeCall(registry.proposedAuthoriserOf, (chart)));
    }

    function _compareCare(bytes20 chart, address person) private view {
        for (uint32 hospital = 1; hospital <= HOSPITALS; ++hospital) {
            _ofRegistry(abi.encodeCall(registry.careStatus, (chart, hospital)));
            _ofRegistry(abi.encodeCall(registry.isAssigned, (chart, person, hospital)));
        }
    }

    function _compareNetwork() private view {
        _ofRegistry(abi.encodeCall(registry.pausedUntil, ()));
        _ofRegistry(abi.encodeCall(registry.isPaused, ()));
        _ofRegistry(abi.encodeCall(registry.defaultAdmin, ()));
        _ofRegistry(abi.encodeCall(registry.defaultAdminDelay, ()));
        _ofRegistry(abi.encodeCall(registry.pendingDefaultAdmin, ()));
        _ofRegistry(abi.encodeCall(registry.pendingDefaultAdminDelay, ()));
        for (uint32 hospital; hospital <= HOSPITALS + 1; ++hospital) {
            _ofRegistry(abi.encodeCall(registry.isHospitalOpen, (hospital)));
        }
    }

    function _compareConsent(bytes32 report, address person) private view {
        _ofRecords(abi.encodeCall(records.consentOf, (report, person)));
        _ofRecords(abi.encodeCall(records.requestOf, (report, person)));
        _ofRecords(abi.encodeCall(records.canRead, (report, person)));
    }

    function _ofRegistry(bytes memory question) private view {
        _compare(address(registry), question);
    }

    function _ofRecords(bytes memory question) private view {
        _compare(address(records), question);
    }

    /// @dev The ledger answers the same questions.
    function _compare(address stored, bytes memory question) private view {
        (bool isAnswered, bytes memory answer) = stored.staticcall(question);
        (, bytes memory known) = address(ledger).staticcall(question);
        require(isAnswered && keccak256(answer) == keccak256(known), "the events tell another story");
    }

    /// @dev Default admin, attester, pauser, and each hospital's registrar and doctor.
    function _roleOf(uint256 n) private pure returns (bytes32) {
        n %= ROLES;
        if (n < 3) return [bytes32(0), RoleIds.ATTESTER, RoleIds.PAUSER][n];
        uint32 hospital = uint32(1 + (n - 3) / 2);
        return n % 2 == 0 ? RoleIds.registrar(hospital) : RoleIds.doctor(hospital);
    }
}
