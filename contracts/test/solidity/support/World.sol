// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../../../src/Records.sol";
import {Registry} from "../../../src/Registry.sol";
import {IAttestations} from "../../../src/interfaces/IAttestations.sol";
import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {IKeys} from "../../../src/interfaces/IKeys.sol";
import {IReports} from "../../../src/interfaces/IReports.sol";
import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "./Cheats.sol";

/// @dev Two hospitals with a registrar each, an attester, and people who have done nothing yet. Everybody signs with real keys.
abstract contract World {
    uint32 internal constant NORTHFIELD = 1;
    uint32 internal constant HARBOUR = 2;
    uint48 internal constant DELAY = 3 days;
    uint256 internal constant START = 1_800_000_000;
    bytes internal constant CAPSULES = abi.encode("capsules");

    Registry internal registry;
    Records internal records;

    address internal admin = cheats.addr(1);
    address internal attester = cheats.addr(2);
    address internal registrar = cheats.addr(3);
    address internal harbourRegistrar = cheats.addr(4);
    address internal doctor = cheats.addr(5);
    address internal patient = cheats.addr(7);

    /// @dev Everybody, by private key: the one of `people[n]` is n + 1.
    address[] internal people;

    function _deploy() internal {
        cheats.warp(START - DELAY);
        for (uint256 privateKey = 1; privateKey <= 9; ++privateKey) people.push(cheats.addr(privateKey));

        registry = new Registry(DELAY, admin);
        records = new Records(registry);
        cheats.prank(admin);
        registry.openHospital(NORTHFIELD, "Northfield Hospital");
        cheats.prank(admin);
        registry.openHospital(HARBOUR, "Harbour Clinic");
        _schedule(RoleIds.ATTESTER, attester);
        _schedule(RoleIds.registrar(NORTHFIELD), registrar);
        _schedule(RoleIds.registrar(HARBOUR), harbourRegistrar);
        cheats.warp(START);
        cheats.prank(admin);
        registry.grantRole(RoleIds.ATTESTER, attester);
        cheats.prank(admin);
        registry.grantRole(RoleIds.registrar(NORTHFIELD), registrar);
        cheats.prank(admin);
        registry.grantRole(RoleIds.registrar(HARBOUR), harbourRegistrar);
    }

    function _schedule(bytes32 role, address account) private {
        cheats.prank(admin);
        registry.scheduleRoleGrant(role, account);
    }

    /// @dev `doctor` is active and assigned to `patient`, and has added a report.
    function _practise() internal returns (bytes20 chart, bytes32 report) {
        _attest(2, doctor, keccak256("licence"), 365 days);
        cheats.prank(registrar);
        registry.grantRole(RoleIds.doctor(NORTHFIELD), doctor);
        _publishKey(5);
        chart = _register(7);
        cheats.prank(patient);
        registry.askForCare(NORTHFIELD);
        cheats.prank(registrar);
        registry.acceptCare(chart, NORTHFIELD);
        cheats.prank(registrar);
        registry.assignDoctor(chart, doctor, NORTHFIELD);
        cheats.prank(doctor);
        report = records.addReport(_newReport(chart, NORTHFIELD, "first", 1));
    }

    /// @dev A prank lasts for one call, so whatever is sent is made before it.
    function _publishKey(uint256 privateKey) internal {
        IKeys.KeyPublication memory key = _key(privateKey);
        cheats.prank(cheats.addr(privateKey));
        registry.publishKey(key);
    }

    function _register(uint256 privateKey) internal returns (bytes20 chart) {
        IKeys.KeyPublication memory key = _key(privateKey);
        cheats.prank(cheats.addr(privateKey));
        chart = registry.registerPatient(key, _authoriserOf(cheats.addr(privateKey)));
    }

    /// @dev The recovery authoriser of whoever registers.
    function _authoriserOf(address holder) internal pure returns (address) {
        return cheats.addr(_authoriserKeyOf(holder));
    }

    function _authoriserKeyOf(address holder) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("authoriser", holder))) >> 8;
    }

    function _grant(address caller, bytes32 report, address grantee, uint256 expiry) internal {
        IConsents.Grant memory granted = _consent(report, grantee, expiry);
        cheats.prank(caller);
        records.grantConsent(granted);
    }

    /// @dev The next key of the account that `privateKey` controls; its encryption key is any other.
    function _key(uint256 privateKey) internal view returns (IKeys.KeyPublication memory) {
        return _keyOf(cheats.addr(privateKey), privateKey);
    }

    /// @dev The next key of `account`, in whose name `privateKey` signs.
    function _keyOf(address account, uint256 privateKey) internal view returns (IKeys.KeyPublication memory key) {
        (uint32 version, ) = registry.keyOf(account);
        key.version = version + 1;
        key.bundle = "bundle";
        key.keyring = "keyring";
        bytes32 digest = keccak256(key.bundle);
        key.possession = _sign(
            privateKey + 1_000,
            keccak256(
                abi.encode(
                    keccak256("KeyPossession(address account,uint32 version,bytes32 bundleDigest)"),
                    account,
                    key.version,
                    digest
                )
            )
        );
        key.accountSignature = _sign(
            privateKey,
            keccak256(
                abi.encode(
                    keccak256("KeyBundle(address account,uint32 version,bytes32 bundleDigest)"),
                    account,
                    key.version,
                    digest
                )
            )
        );
    }

    function _attest(uint256 attesterKey, address subject, bytes32 licenceTag, uint256 validity) internal {
        uint64 issuedAt = uint64(cheats.getBlockTimestamp());
        IAttestations.Attestation memory attestation = IAttestations.Attestation({
            subject: subject,
            licenceTag: licenceTag,
            professionalName: "Dr Lena Hallowell",
            specialty: "Cardiology",
            validUntil: issuedAt + uint64(validity),
            issuedAt: issuedAt
        });
        bytes memory signature = _sign(attesterKey, _hash(attestation));

        cheats.prank(subject);
        registry.submitAttestation(attestation, signature);
    }

    function _hash(IAttestations.Attestation memory attestation) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "DoctorAttestation(address subject,bytes32 licenceTag,string professionalName,string specialty,uint64 validUntil,uint64 issuedAt)"
                    ),
                    attestation.subject,
                    attestation.licenceTag,
                    keccak256(bytes(attestation.professionalName)),
                    keccak256(bytes(attestation.specialty)),
                    attestation.validUntil,
                    attestation.issuedAt
                )
            );
    }

    function _newReport(
        bytes20 chart,
        uint32 hospital,
        bytes32 commitment,
        uint32 holderKeyVersion
    ) internal pure returns (IReports.NewReport memory) {
        return
            IReports.NewReport({
                chart: chart,
                hospital: hospital,
                commitment: commitment,
                payload: "payload",
                capsules: CAPSULES,
                holderKeyVersion: holderKeyVersion,
                consentEpoch: 0,
                explicitOnly: false
            });
    }

    function _consent(
        bytes32 report,
        address grantee,
        uint256 expiry
    ) internal view returns (IConsents.Grant memory granted) {
        (uint32 granteeKeyVersion, ) = registry.keyOf(grantee);
        (, , uint32 counter, ) = records.consentOf(report, grantee);
        granted = IConsents.Grant({
            grantee: grantee,
            expiry: uint64(expiry),
            purpose: IConsents.Purpose.TREAT,
            granteeKeyVersion: granteeKeyVersion,
            shares: new IConsents.Share[](1)
        });
        granted.shares[0] = IConsents.Share({report: report, counter: counter, capsules: CAPSULES});
    }

    /// @dev Signs an EIP-712 struct of the registry.
    function _sign(uint256 privateKey, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Chartkey Registry"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(
            privateKey,
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
        return abi.encodePacked(r, s, v);
    }
}
