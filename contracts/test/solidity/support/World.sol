// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../../src/interfaces/IAttestations.sol";
import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {IKeys} from "../../../src/interfaces/IKeys.sol";
import {IReports} from "../../../src/interfaces/IReports.sol";
import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "./Cheats.sol";
import {IWholeRecords, IWholeRegistry, deployRecords, deployRegistry} from "./Contracts.sol";
import {Forms} from "./Forms.sol";
import {People} from "./People.sol";

/// @dev Two hospitals with a registrar each, two attesters, a pauser, and people who have done nothing yet; and how to do
/// each thing once.
abstract contract World is People {
    uint32 internal constant NORTHFIELD = 1;
    uint32 internal constant HARBOUR = 2;
    uint48 internal constant DELAY = 3 days;
    uint256 internal constant START = 1_800_000_000;
    /// @dev A reference to a stored capsule bundle.
    bytes internal constant CAPSULES = "capsules, of thirty-two bytes...";

    IWholeRegistry internal registry;
    IWholeRecords internal records;

    function _deploy() internal {
        _deployContracts();
        _open();
    }

    function _deployContracts() internal {
        _goTo(START - DELAY);
        registry = deployRegistry(DELAY, admin);
        records = deployRecords(registry);
    }

    /// @dev Opens the hospitals and fills the offices.
    function _open() internal {
        _as(admin);
        registry.openHospital(NORTHFIELD, "Northfield Hospital");
        _as(admin);
        registry.openHospital(HARBOUR, "Harbour Clinic");
        _schedule(RoleIds.ATTESTER, attester);
        _schedule(RoleIds.ATTESTER, otherAttester);
        _schedule(RoleIds.registrar(NORTHFIELD), registrar);
        _schedule(RoleIds.registrar(HARBOUR), harbourRegistrar);
        _goTo(START);
        _appoint(admin, RoleIds.ATTESTER, attester);
        _appoint(admin, RoleIds.ATTESTER, otherAttester);
        _appoint(admin, RoleIds.registrar(NORTHFIELD), registrar);
        _appoint(admin, RoleIds.registrar(HARBOUR), harbourRegistrar);
        _appoint(admin, RoleIds.PAUSER, pauser);
    }

    /// @dev `doctor` is active, with a key, and assigned to `patient`, and has added a report.
    function _practise() internal returns (bytes20 chart, bytes32 report) {
        _makeActive(doctor, registrar, NORTHFIELD);
        chart = _register(patient);
        _assign(doctor, patient, registrar, NORTHFIELD);
        report = _add(doctor, chart, NORTHFIELD, "first");
    }

    function _makeActive(address account, address by, uint32 hospital) internal {
        _attest(attester, account, _licenceOf(account), 365 days);
        _appoint(by, RoleIds.doctor(hospital), account);
        _publishKey(account);
    }

    function _assign(address doctor_, address holder, address by, uint32 hospital) internal {
        bytes20 chart = registry.chartOf(holder);
        _as(holder);
        registry.askForCare(hospital);
        _as(by);
        registry.acceptCare(chart, hospital);
        _as(by);
        registry.assignDoctor(chart, doctor_, hospital);
    }

    function _appoint(address by, bytes32 role, address account) internal {
        _as(by);
        registry.grantRole(role, account);
    }

    function _schedule(bytes32 role, address account) internal {
        _as(admin);
        registry.scheduleRoleGrant(role, account);
    }

    function _publishKey(address account) internal {
        IKeys.KeyPublication memory key = _key(account, account);
        _as(account);
        registry.publishKey(key);
    }

    function _register(address account) internal returns (bytes20 chart) {
        IKeys.KeyPublication memory key = _key(account, account);
        _as(account);
        chart = registry.registerPatient(key, _authoriserOf(account));
    }

    function _attest(address signer, address subject, bytes32 licenceTag, uint256 validity) internal {
        IAttestations.Attestation memory attestation = _attestation(subject, licenceTag, validity);
        bytes memory signature = _signForRegistry(signer, Forms.attestation(attestation));
        _as(subject);
        _signedBy(signer, address(0));
        registry.submitAttestation(attestation, signature);
    }

    function _add(
        address author,
        bytes20 chart,
        uint32 hospital,
        bytes32 commitment
    ) internal returns (bytes32 report) {
        IReports.NewReport memory added = _newReport(chart, hospital, commitment);
        _as(author);
        return records.addReport(added);
    }

    function _grant(address caller, bytes32 report, address grantee, uint256 expiry) internal {
        IConsents.Grant memory granted = _consent(report, grantee, expiry);
        _as(caller);
        records.grantConsents(granted);
    }

    /// @dev The next key of `account`, in whose name `signer` signs; its encryption key is any other.
    function _key(address account, address signer) internal view returns (IKeys.KeyPublication memory key) {
        (uint32 version, ) = registry.keyOf(account);
        key.version = version + 1;
        key.bundle = "bundle";
        key.keyring = "keyring";
        bytes32 possession = Forms.keyPossession(account, key.version, key.bundle);
        key.possession = _signWith(privateKeyOf[account] + 1_000, _registryDigest(possession));
        key.accountSignature = _signForRegistry(signer, Forms.keyBundle(account, key.version, key.bundle));
    }

    function _attestation(
        address subject,
        bytes32 licenceTag,
        uint256 validity
    ) internal view returns (IAttestations.Attestation memory) {
        uint64 issuedAt = uint64(cheats.getBlockTimestamp());
        return
            IAttestations.Attestation({
                subject: subject,
                licenceTag: licenceTag,
                professionalName: "Dr Lena Hallowell",
                specialty: "Cardiology",
                validUntil: issuedAt + uint64(validity),
                issuedAt: issuedAt
            });
    }

    /// @dev Sealed to the chart's holder and standing readers of now.
    function _newReport(
        bytes20 chart,
        uint32 hospital,
        bytes32 commitment
    ) internal view returns (IReports.NewReport memory) {
        return
            IReports.NewReport({
                chart: chart,
                hospital: hospital,
                commitment: commitment,
                payload: "payload",
                capsules: CAPSULES,
                holderKeyVersion: _holderKeyVersion(chart),
                consentEpoch: records.consentEpochOf(chart),
                explicitOnly: false
            });
    }

    /// @dev The next version of a report.
    function _correction(
        bytes32 report,
        uint32 hospital,
        bytes32 commitment
    ) internal view returns (IReports.Correction memory) {
        bytes20 chart = bytes20(report);
        (, uint32 epoch, uint32 version, , ) = records.reportOf(report);
        return
            IReports.Correction({
                report: report,
                version: version + 1,
                epoch: epoch,
                hospital: hospital,
                commitment: commitment,
                payload: "payload",
                capsules: CAPSULES,
                holderKeyVersion: _holderKeyVersion(chart),
                consentEpoch: records.consentEpochOf(chart)
            });
    }

    function _consent(
        bytes32 report,
        address grantee,
        uint256 expiry
    ) internal view returns (IConsents.Grant memory granted) {
        bytes32[] memory reports = new bytes32[](1);
        reports[0] = report;
        return _consents(reports, grantee, expiry);
    }

    function _consents(
        bytes32[] memory reports,
        address grantee,
        uint256 expiry
    ) internal view returns (IConsents.Grant memory granted) {
        (uint32 granteeKeyVersion, ) = registry.keyOf(grantee);
        granted = IConsents.Grant({
            grantee: grantee,
            expiry: uint64(expiry),
            purpose: IConsents.Purpose.TREAT,
            granteeKeyVersion: granteeKeyVersion,
            shares: new IConsents.Share[](reports.length)
        });
        for (uint256 n; n < reports.length; ++n) {
            (, , uint32 counter, ) = records.consentOf(reports[n], grantee);
            granted.shares[n] = IConsents.Share({report: reports[n], counter: counter, capsules: CAPSULES});
        }
    }

    function _standingConsent(
        bytes20 chart,
        address grantee,
        uint256 expiry
    ) internal view returns (IConsents.StandingGrant memory) {
        (uint32 granteeKeyVersion, ) = registry.keyOf(grantee);
        (, , uint32 counter, ) = records.standingConsentOf(chart, grantee);
        return
            IConsents.StandingGrant({
                chart: chart,
                grantee: grantee,
                expiry: uint64(expiry),
                purpose: IConsents.Purpose.TREAT,
                granteeKeyVersion: granteeKeyVersion,
                counter: counter,
                consentEpoch: records.consentEpochOf(chart),
                capsules: CAPSULES
            });
    }

    function _stops(bytes32[] memory reports, address grantee) internal view returns (IConsents.Stop[] memory stops) {
        stops = new IConsents.Stop[](reports.length);
        for (uint256 n; n < reports.length; ++n) {
            (, , uint32 counter, ) = records.consentOf(reports[n], grantee);
            stops[n] = IConsents.Stop({report: reports[n], counter: counter});
        }
    }

    /// @dev Passes a refusal of the contracts on.
    function _call(address target, bytes memory data) internal {
        (bool success, bytes memory reason) = target.call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function _epochOf(bytes20 chart) internal view returns (uint32 epoch) {
        (, epoch, ) = registry.whoControls(chart);
    }

    function _recoveryNonceOf(bytes20 chart) internal view returns (uint256) {
        return registry.nonces(registry.authoriserOf(chart));
    }

    function _signForRegistry(address signer, bytes32 structHash) internal view returns (bytes memory) {
        return _signWith(privateKeyOf[signer], _registryDigest(structHash));
    }

    function _signForRecords(address signer, bytes32 structHash) internal view returns (bytes memory) {
        return _signWith(privateKeyOf[signer], Forms.digest("Chartkey Records", address(records), structHash));
    }

    function _registryDigest(bytes32 structHash) internal view returns (bytes32) {
        return Forms.digest("Chartkey Registry", address(registry), structHash);
    }

    function _holderKeyVersion(bytes20 chart) private view returns (uint32 version) {
        (version, ) = registry.keyOf(registry.holderOf(chart));
    }
}
