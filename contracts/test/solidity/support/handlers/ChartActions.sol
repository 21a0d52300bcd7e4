// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IKeys} from "../../../../src/interfaces/IKeys.sol";
import {cheats} from "../Cheats.sol";
import {Forms} from "../Forms.sol";
import {Acting} from "./Acting.sol";

/// @dev Keys, charts and recoveries.
abstract contract ChartActions is Acting {
    /// @dev Who can become an authoriser.
    address[] private authorisers;

    constructor() {
        for (uint256 n = 1; n <= 4; ++n) authorisers.push(_known(100 + n));
    }

    function publishKey(uint256 seed) external action(seed) {
        address account = _anybody();
        IKeys.KeyPublication memory key = _someKeyOf(account);
        _as(account);
        registry.publishKey(key);
    }

    function registerPatient(uint256 seed) external action(seed) {
        address account = _futurePatient();
        (IKeys.KeyPublication memory key, address authoriser) = (_someKeyOf(account), _someAuthoriserOf(account));
        _as(account);
        registry.registerPatient(key, authoriser);
    }

    function registerPatientFor(uint256 seed) external action(seed) {
        address account = _futurePatient();
        (IKeys.KeyPublication memory key, address authoriser) = (_someKeyOf(account), _someAuthoriserOf(account));
        (address signer, uint64 deadline) = (_mostly(account), _deadline());
        bytes memory signature = _signForRegistry(signer, Forms.registration(account, key, authoriser, deadline));
        address signed = authoriser;
        if (_rarely()) authoriser = _someAuthoriserOf(account);
        _as(_anybody());
        _signedBy(authoriser == signed ? signer : address(0), address(0));
        registry.registerPatientFor(account, key, authoriser, deadline, signature);
    }

    function cancelSignatures(uint256 seed) external seldom(seed, 5) action(seed) {
        _as(_mostly(ledger.holderOf(_chart())));
        registry.cancelSignatures();
    }

    /// @dev By anybody with both signatures, or by one of the two with the other's.
    function startRecovery(uint256 seed) external action(seed) {
        (bytes20 chart, address signed) = (_chart(), _successor());
        (, , , address authoriser, ) = ledger.chart(chart);
        (address signer, address cosigner, uint64 deadline) = (_mostly(authoriser), _mostly(signed), _deadline());
        bytes32 form = Forms.recovery(chart, signed, registry.nonces(authoriser), deadline);
        (bytes memory first, bytes memory second) = (_signForRegistry(signer, form), _signForRegistry(cosigner, form));
        address successor = _mostly(signed);
        if (successor != signed) (signer, cosigner) = (address(0), address(0));
        _as([_anybody(), authoriser, successor][_roll(3)]);
        _signedBy(signer, cosigner);
        registry.startRecovery(chart, successor, deadline, first, second);
        (, uint64 readyAt, ) = registry.recoveryOf(chart);
        _expectDeadline(readyAt);
    }

    function completeRecovery(uint256 seed) external action(seed) {
        (bytes20 chart, uint64 readyAt) = _chartUnderRecovery();
        _wait(readyAt);
        _as(_anybody());
        registry.completeRecovery(chart);
    }

    function cancelRecovery(uint256 seed) external seldom(seed, 2) action(seed) {
        (bytes20 chart, ) = _chartUnderRecovery();
        _as(_mostly(ledger.holderOf(chart)));
        registry.cancelRecovery();
    }

    function replaceAuthoriser(uint256 seed) external seldom(seed, 4) action(seed) {
        bytes20 chart = _chart();
        (address holder, uint32 epoch, , address present, ) = ledger.chart(chart);
        (address authoriser, address signer, uint64 deadline) = (
            _someAuthoriserOf(holder),
            _mostly(present),
            _deadline()
        );
        bytes memory signature = _signForRegistry(signer, Forms.replacement(chart, authoriser, epoch, deadline));
        _as(_mostly(holder));
        _signedBy(signer, address(0));
        registry.replaceAuthoriser(authoriser, deadline, signature);
    }

    function proposeAuthoriser(uint256 seed) external action(seed) {
        bytes20 chart = _chart();
        address holder = _mostly(ledger.holderOf(chart));
        address authoriser = _someAuthoriserOf(holder);
        _as(holder);
        registry.proposeAuthoriser(authoriser);
        (, uint64 readyAt) = registry.proposedAuthoriserOf(chart);
        _expectDeadline(readyAt);
    }

    function completeAuthoriser(uint256 seed) external action(seed) {
        (bytes20 chart, uint64 readyAt) = _chartWithProposal();
        _wait(readyAt);
        _as(_anybody());
        registry.completeAuthoriser(chart);
    }

    /// @dev Mostly in time.
    function _deadline() internal returns (uint64) {
        uint256 present = cheats.getBlockTimestamp();
        return uint64(_rarely() ? present - _roll(2) : present + _roll(30 days));
    }

    /// @dev Mostly as it should be; now and then signed by another, of another version, or for another.
    function _someKeyOf(address account) internal returns (IKeys.KeyPublication memory key) {
        key = _key(account, _mostly(account));
        if (_rarely()) key.version = uint32(_roll(4));
        if (_rarely()) key.bundle = "another bundle";
        if (_rarely()) key.possession = "";
    }

    function _someAuthoriserOf(address holder) internal returns (address) {
        return _rarely() ? (_rarely() ? holder : _anybody()) : authorisers[_roll(authorisers.length)];
    }

    function _chartUnderRecovery() private returns (bytes20 chart, uint64 readyAt) {
        uint256 first = _roll(ledger.chartCount());
        for (uint256 n; n < ledger.chartCount() && readyAt == 0; ++n) {
            chart = ledger.charts((first + n) % ledger.chartCount());
            (, readyAt) = ledger.recovery(chart);
        }
    }

    function _chartWithProposal() private returns (bytes20 chart, uint64 readyAt) {
        uint256 first = _roll(ledger.chartCount());
        for (uint256 n; n < ledger.chartCount() && readyAt == 0; ++n) {
            chart = ledger.charts((first + n) % ledger.chartCount());
            (, readyAt) = ledger.proposedAuthoriserOf(chart);
        }
    }
}
