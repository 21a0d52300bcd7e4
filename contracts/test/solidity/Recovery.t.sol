// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {cheats} from "./support/Cheats.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

contract RecoveryTest is World {
    bytes20 private chart;
    address private authoriser;

    function setUp() public {
        _deploy();
        chart = _register(patient);
        authoriser = _authoriserOf(patient);
        _publishKey(newWallet);
    }

    /// @dev Three days; fourteen, once the holder cancelled one.
    function testFuzz_ARecoveryCompletesFromItsMomentOn(uint32 wait, bool isCancelledBefore) public {
        if (isCancelledBefore) {
            assert(_start(authoriser, newWallet));
            cheats.prank(patient);
            registry.cancelRecovery();
        }
        uint256 delay = isCancelledBefore ? 14 days : 3 days;
        uint256 time = _near(delay, wait, 30 days);
        assert(_start(authoriser, newWallet));
        cheats.warp(cheats.getBlockTimestamp() + time);

        (bool success, ) = address(registry).call(abi.encodeCall(registry.completeRecovery, (chart)));
        assert(success == (time >= delay));
        assert(registry.holderOf(chart) == (success ? newWallet : patient));
    }

    /// @dev The one who authorises and the one who takes over: both, and nobody else.
    function testFuzz_NobodyStartsARecoveryWithoutBothSignatures(uint8 signer, uint8 cosigner, address sender) public {
        (address first, address second) = (_somebody(signer), _somebody(cosigner));
        cheats.assume(sender != authoriser && sender != newWallet);
        (bytes memory one, bytes memory other) = _signatures(first, second);

        cheats.prank(sender);
        (bool success, ) = address(registry).call(
            abi.encodeCall(registry.startRecovery, (chart, newWallet, uint64(START), one, other))
        );
        assert(success == (first == authoriser && second == newWallet));
    }

    /// @dev The holder alone waits thirty days, and a recovery that starts meanwhile ends it.
    function testFuzz_AProposedAuthoriserTakesOverFromItsMomentOn(uint32 wait, bool isRecovered) public {
        cheats.prank(patient);
        registry.proposeAuthoriser(newcomer);
        if (isRecovered) assert(_start(authoriser, newWallet));
        uint256 time = _near(30 days, wait, 60 days);
        cheats.warp(cheats.getBlockTimestamp() + time);

        (bool success, ) = address(registry).call(abi.encodeCall(registry.completeAuthoriser, (chart)));
        assert(success == (time >= 30 days && !isRecovered));
        assert(registry.authoriserOf(chart) == (success ? newcomer : authoriser));
    }

    function testFuzz_OnlyHolderAndAuthoriserTogetherReplaceTheAuthoriserAtOnce(uint8 by, uint8 signedBy) public {
        (address caller, address signer) = (_somebody(by), _somebody(signedBy));
        bytes32 form = Forms.replacement(chart, newcomer, _epochOf(chart), uint64(START));
        bytes memory signature = _signForRegistry(signer, form);

        cheats.prank(caller);
        (bool success, ) = address(registry).call(
            abi.encodeCall(registry.replaceAuthoriser, (newcomer, uint64(START), signature))
        );
        assert(success == (caller == patient && signer == authoriser));
    }

    /// @dev After a recovery the former holder is a stranger, and so is whatever they signed.
    function testFuzz_TheFormerHolderIsAStranger(uint8 kind) public {
        bytes32 report = _add(patient, chart, 0, "own");
        assert(_start(authoriser, newWallet));
        cheats.warp(cheats.getBlockTimestamp() + 3 days);
        registry.completeRecovery(chart);

        bytes[4] memory calls = [
            abi.encodeCall(records.stopConsent, (report, doctor)),
            abi.encodeCall(records.stopEverything, (chart, doctor)),
            abi.encodeCall(records.eraseReport, (report)),
            abi.encodeCall(records.addReport, (_newReport(chart, 0, "another")))
        ];
        cheats.prank(patient);
        (bool success, ) = address(records).call(calls[kind % 4]);
        assert(!success && !records.canRead(report, patient) && records.canRead(report, newWallet));
    }

    function _somebody(uint8 n) private view returns (address) {
        n %= uint8(people.length + 1);
        return n == people.length ? authoriser : people[n];
    }

    function _start(address first, address second) private returns (bool success) {
        (bytes memory one, bytes memory other) = _signatures(first, second);
        (success, ) = address(registry).call(
            abi.encodeCall(registry.startRecovery, (chart, newWallet, uint64(START), one, other))
        );
    }

    function _signatures(address first, address second) private view returns (bytes memory, bytes memory) {
        bytes32 form = Forms.recovery(chart, newWallet, _recoveryNonceOf(chart), uint64(START));
        return (_signForRegistry(first, form), _signForRegistry(second, form));
    }
}
