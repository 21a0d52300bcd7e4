// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../../../src/interfaces/IAttestations.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {cheats} from "../Cheats.sol";
import {Forms} from "../Forms.sol";
import {Acting} from "./Acting.sol";

/// @dev Attestations: submitted, once more, replaced, vetoed, revoked, disavowed.
abstract contract AttestationActions is Acting {
    struct Submitted {
        IAttestations.Attestation attestation;
        address signer;
        bytes signature;
    }

    /// @dev Everything that was ever submitted with success.
    Submitted[] private submitted;

    /// @dev Now and then one that was submitted before.
    function submitAttestation(uint256 seed) external action(seed) {
        if (submitted.length != 0 && _rarely()) return _submit(submitted[_roll(submitted.length)]);
        address subject = _rarely() ? _futurePatient() : _doctor();
        bytes32 licence = _licenceOf(_roll(4) == 0 ? _doctor() : subject);
        IAttestations.Attestation memory attestation = _attestation(subject, licence, 1 + _roll(800 days));
        address signer = _mostly(_holderOf(RoleIds.ATTESTER));
        _submit(Submitted(attestation, signer, _signForRegistry(signer, Forms.attestation(attestation))));
    }

    /// @dev Two attesters at once, or one who is ahead or behind.
    function submitAttestationOfAnotherTime(uint256 seed) external seldom(seed, 3) action(seed) {
        address subject = _doctor();
        IAttestations.Attestation memory attestation = _attestation(subject, _licenceOf(subject), 400 days);
        attestation.issuedAt = uint64(attestation.issuedAt + 6 minutes - _roll(70 minutes));
        address signer = _holderOf(RoleIds.ATTESTER);
        _submit(Submitted(attestation, signer, _signForRegistry(signer, Forms.attestation(attestation))));
    }

    function completeReplacement(uint256 seed) external action(seed) {
        Submitted memory waiting = submitted[_roll(submitted.length)];
        for (uint256 n; n < submitted.length; ++n) {
            (address subject, , uint64 issuedAt, , , ) = ledger.replacements(submitted[n].attestation.licenceTag);
            bool isWaiting =
                issuedAt == submitted[n].attestation.issuedAt && subject == submitted[n].attestation.subject;
            if (isWaiting) waiting = submitted[n];
        }
        (, , , uint64 readyAt, uint64 vetoedAt, bool isOverruled) = ledger.replacements(waiting.attestation.licenceTag);
        if (vetoedAt == 0 || isOverruled) _wait(readyAt);
        _as(_mostly(waiting.attestation.subject));
        registry.completeReplacement(waiting.attestation);
    }

    function vetoReplacement(uint256 seed) external seldom(seed, 2) action(seed) {
        bytes32 licence = _licenceUnderReplacement();
        (address bearer, ) = ledger.licences(licence);
        uint32 hospital = ledger.hasRole(RoleIds.doctor(HARBOUR), bearer) ? HARBOUR : _hospital();
        _as(_roll(2) == 0 ? _mostly(bearer) : _registrarOf(hospital));
        registry.vetoReplacement(licence, hospital);
        _expectDeadline(cheats.getBlockTimestamp() + 7 days);
    }

    function overruleVeto(uint256 seed) external action(seed) {
        bytes32 licence = _licenceUnderReplacement();
        (, , , , uint64 vetoedAt, ) = ledger.replacements(licence);
        _wait(vetoedAt + 7 days);
        _as(_mostly(ledger.defaultAdmin()));
        registry.overruleVeto(licence);
    }

    function revokeAttestation(uint256 seed) external seldom(seed, 12) action(seed) {
        address subject = _doctor();
        _as(_mostly(_holderOf(_roll(2) == 0 ? RoleIds.ATTESTER : bytes32(0))));
        registry.revokeAttestation(subject);
    }

    function disavowAttester(uint256 seed) external seldom(seed, 20) action(seed) {
        (address disavowed, uint256 since) = (_holderOf(RoleIds.ATTESTER), cheats.getBlockTimestamp());
        if (_roll(3) == 0) disavowed = otherAttester;
        _as(_mostly(ledger.defaultAdmin()));
        registry.disavowAttester(disavowed, uint64(since + 1 - _roll(_rarely() ? 60 days : 1 days)));
    }

    function _submit(Submitted memory given) private {
        _as(_mostly(given.attestation.subject));
        _signedBy(given.signer, address(0));
        registry.submitAttestation(given.attestation, given.signature);
        submitted.push(given);
        _expectDeadline(given.attestation.validUntil);
        (uint64 readyAt, , ) = registry.replacementOf(given.attestation.licenceTag);
        if (readyAt != 0) _expectDeadline(readyAt);
    }

    function _licenceUnderReplacement() private returns (bytes32 licence) {
        licence = _licenceOf(_doctor());
        for (uint256 n; n < submitted.length; ++n) {
            (, , , uint64 readyAt, , ) = ledger.replacements(submitted[n].attestation.licenceTag);
            if (readyAt != 0) licence = submitted[n].attestation.licenceTag;
        }
    }
}
