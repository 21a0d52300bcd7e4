// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../../src/interfaces/IAttestations.sol";
import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {IKeys} from "../../../src/interfaces/IKeys.sol";
import {ISignedRequests} from "../../../src/interfaces/ISignedRequests.sol";

/// @dev Everything that anybody signs, hashed as EIP-712 structs, written down a second time: from the specification, not with
/// the contracts' own code.
library Forms {
    function keyPossession(address account, uint32 version, bytes memory bundle) internal pure returns (bytes32) {
        return _key("KeyPossession(address account,uint32 version,bytes32 bundleDigest)", account, version, bundle);
    }

    function keyBundle(address account, uint32 version, bytes memory bundle) internal pure returns (bytes32) {
        return _key("KeyBundle(address account,uint32 version,bytes32 bundleDigest)", account, version, bundle);
    }

    function attestation(IAttestations.Attestation memory attested) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "DoctorAttestation(address subject,bytes32 licenceTag,string professionalName,string specialty,uint64 validUntil,uint64 issuedAt)"
                    ),
                    attested.subject,
                    attested.licenceTag,
                    keccak256(bytes(attested.professionalName)),
                    keccak256(bytes(attested.specialty)),
                    attested.validUntil,
                    attested.issuedAt
                )
            );
    }

    function registration(
        address holder,
        IKeys.KeyPublication memory key,
        address authoriser,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "RegisterPatient(string statement,address patient,address recoveryKey,uint32 keyVersion,bytes32 bundleDigest,bytes32 keyringDigest,bytes32 possessionDigest,uint64 deadline)"
                    ),
                    keccak256(
                        "I open a chart of my own. Only I can let others read it, and this recovery key can give it to a new wallet of mine."
                    ),
                    holder,
                    authoriser,
                    key.version,
                    keccak256(key.bundle),
                    keccak256(key.keyring),
                    keccak256(key.possession),
                    deadline
                )
            );
    }

    function recovery(
        bytes20 chart,
        address newHolder,
        uint256 nonce,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            _succession(
                "RecoverChart(string statement,bytes20 chart,address newHolder,uint256 nonce,uint64 deadline)",
                "The holder named here takes over this chart after a delay. Until then nobody can share anything of it.",
                chart,
                newHolder,
                nonce,
                deadline
            );
    }

    function replacement(
        bytes20 chart,
        address authoriser,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            _succession(
                "ReplaceRecoveryKey(string statement,bytes20 chart,address newRecoveryKey,uint32 epoch,uint64 deadline)",
                "The recovery key named here replaces the present one of this chart, at once.",
                chart,
                authoriser,
                epoch,
                deadline
            );
    }

    function request(ISignedRequests.Request memory requested, uint32 epoch) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "ChartRequest(string statement,bytes20 chart,bytes call,uint256 nonce,uint32 epoch,uint64 deadline)"
                    ),
                    keccak256("I ask for the following, in the name of my chart."),
                    requested.chart,
                    keccak256(requested.call),
                    requested.nonce,
                    epoch,
                    requested.deadline
                )
            );
    }

    function share(
        IConsents.Grant memory granted,
        bytes20 chart,
        uint32 generation,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32[] memory shares = new bytes32[](granted.shares.length);
        for (uint256 n; n < shares.length; ++n) {
            shares[n] = keccak256(
                abi.encode(
                    keccak256("ReportShare(bytes32 report,uint32 counter,bytes capsules)"),
                    granted.shares[n].report,
                    granted.shares[n].counter,
                    keccak256(granted.shares[n].capsules)
                )
            );
        }
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "ShareReports(string statement,bytes20 chart,address reader,string purpose,uint64 until,ReportShare[] reports,uint32 readerKeyVersion,uint32 generation,uint32 epoch,uint64 deadline)ReportShare(bytes32 report,uint32 counter,bytes capsules)"
                    ),
                    keccak256(
                        "I let this reader read the reports listed here, and corrections of them, until the time given. I can stop this at any time. Stopping cannot erase what was already seen or saved."
                    ),
                    chart,
                    granted.grantee,
                    keccak256(bytes(purposeInWords(granted.purpose))),
                    granted.expiry,
                    keccak256(abi.encodePacked(shares)),
                    granted.granteeKeyVersion,
                    generation,
                    epoch,
                    deadline
                )
            );
    }

    function shareAll(
        IConsents.StandingGrant memory granted,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "ShareAllReports(string statement,bytes20 chart,address reader,string purpose,uint64 until,uint32 readerKeyVersion,bytes capsules,uint32 consentEpoch,uint32 counter,uint32 epoch,uint64 deadline)"
                    ),
                    keccak256(
                        "I let this reader read all reports of my chart, also those added later, except those kept for explicit sharing, until the time given. I can stop this at any time. Stopping cannot erase what was already seen or saved."
                    ),
                    granted.chart,
                    granted.grantee,
                    keccak256(bytes(purposeInWords(granted.purpose))),
                    granted.expiry,
                    granted.granteeKeyVersion,
                    keccak256(granted.capsules),
                    granted.consentEpoch,
                    granted.counter,
                    epoch,
                    deadline
                )
            );
    }

    function stop(
        IConsents.Stop[] memory stops,
        bytes20 chart,
        address reader,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](stops.length);
        for (uint256 n; n < hashes.length; ++n) {
            hashes[n] = keccak256(
                abi.encode(keccak256("ReportStop(bytes32 report,uint32 counter)"), stops[n].report, stops[n].counter)
            );
        }
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "StopSharingReports(string statement,bytes20 chart,address reader,ReportStop[] reports,uint32 epoch,uint64 deadline)ReportStop(bytes32 report,uint32 counter)"
                    ),
                    keccak256("From now on this reader can no longer read the reports listed here."),
                    chart,
                    reader,
                    keccak256(abi.encodePacked(hashes)),
                    epoch,
                    deadline
                )
            );
    }

    function stopEverything(
        bytes20 chart,
        address reader,
        uint32 counter,
        uint32 epoch,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "StopSharingEverything(string statement,bytes20 chart,address reader,uint32 counter,uint32 epoch,uint64 deadline)"
                    ),
                    keccak256("From now on this reader can read none of my reports."),
                    chart,
                    reader,
                    counter,
                    epoch,
                    deadline
                )
            );
    }

    /// @dev What is signed under the domain of one of the two contracts.
    function digest(string memory name, address verifier, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function purposeInWords(IConsents.Purpose purpose) internal pure returns (string memory) {
        if (purpose == IConsents.Purpose.TREAT) return "To treat me";
        if (purpose == IConsents.Purpose.ETREAT) return "To treat me in an emergency";
        if (purpose == IConsents.Purpose.COC) return "To coordinate my care";
        if (purpose == IConsents.Purpose.HPAYMT) return "To settle payment";
        if (purpose == IConsents.Purpose.HRESCH) return "For research";
        if (purpose == IConsents.Purpose.PATRQT) return "Because I asked for it";
        return "";
    }

    function _key(
        string memory typeText,
        address account,
        uint32 version,
        bytes memory bundle
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(typeText)), account, version, keccak256(bundle)));
    }

    function _succession(
        string memory typeText,
        string memory statement,
        bytes20 chart,
        address successor,
        uint256 number,
        uint64 deadline
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(keccak256(bytes(typeText)), keccak256(bytes(statement)), chart, successor, number, deadline)
            );
    }
}
