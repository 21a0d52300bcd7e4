// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRecovery} from "../interfaces/IRecovery.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Charts} from "./Charts.sol";

abstract contract Recovery is Charts, IRecovery {
    /// @param cancelledOnce Whether the holder cancelled a recovery since this authoriser took over.
    struct Authoriser {
        address account;
        bool cancelledOnce;
    }

    /// @dev Somebody who takes over at `readyAt`.
    struct Successor {
        address account;
        uint64 readyAt;
    }

    struct RecoveryState {
        mapping(bytes20 chart => Authoriser authoriser) authorisers;
        mapping(bytes20 chart => Successor proposed) proposedAuthorisers;
        mapping(bytes20 chart => Successor recovery) recoveries;
    }

    uint256 public constant RECOVERY_DELAY = 3 days;
    uint256 public constant RECOVERY_DELAY_AFTER_CANCEL = 14 days;
    uint256 public constant AUTHORISER_DELAY = 30 days;

    bytes32 private constant RECOVER_TYPE = keccak256(
        "RecoverChart(string statement,bytes20 chart,address newHolder,uint256 nonce,uint64 deadline)"
    );
    bytes32 private constant RECOVER_STATEMENT = keccak256(
        "The holder named here takes over this chart after a delay. Until then nobody can share anything of it."
    );
    bytes32 private constant REPLACE_TYPE = keccak256(
        "ReplaceRecoveryKey(string statement,bytes20 chart,address newRecoveryKey,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant REPLACE_STATEMENT = keccak256(
        "The recovery key named here replaces the present one of this chart, at once."
    );

    RecoveryState private _recoveryState;

    /// @inheritdoc IRecovery
    function startRecovery(
        bytes20 chart,
        address newHolder,
        uint64 deadline,
        bytes calldata authoriserSignature,
        bytes calldata newHolderSignature
    ) external beforeDeadline(deadline) {
        if (holderOf(chart) == address(0)) revert ChartUnknown(chart);
        _checkNewHolder(chart, newHolder);
        Authoriser storage authoriser = _recoveryState.authorisers[chart];
        uint256 nonce = _useNonce(authoriser.account);
        bytes32 digest = _digest(RECOVER_TYPE, RECOVER_STATEMENT, chart, newHolder, nonce, deadline);
        if (!_isBy(authoriser.account, digest, authoriserSignature)) revert RecoveryNotAuthorised(chart);
        if (!_isBy(newHolder, digest, newHolderSignature)) revert RecoveryNotAccepted(chart, newHolder);

        uint256 delay = authoriser.cancelledOnce ? RECOVERY_DELAY_AFTER_CANCEL : RECOVERY_DELAY;
        uint64 readyAt = uint64(block.timestamp + delay);
        _recoveryState.recoveries[chart] = Successor(newHolder, readyAt);
        delete _recoveryState.proposedAuthorisers[chart];
        _chart(chart).frozen = true;
        emit RecoveryStarted(chart, newHolder, authoriser.account, readyAt);
    }

    /// @inheritdoc IRecovery
    function completeRecovery(bytes20 chart) external {
        Successor storage recovery = _recoveryState.recoveries[chart];
        (address newHolder, uint64 readyAt) = (recovery.account, recovery.readyAt);
        if (readyAt == 0 || block.timestamp < readyAt) revert RecoveryNotDue(chart, readyAt);
        _checkNewHolder(chart, newHolder);
        if (_keyVersionOf(newHolder) == 0) revert KeyMissing(newHolder);

        address oldHolder = holderOf(chart);
        delete _recoveryState.recoveries[chart];
        _recoveryState.authorisers[chart].cancelledOnce = false;
        uint32 epoch = _handOver(chart, newHolder);
        emit ChartRecovered(chart, newHolder, oldHolder, epoch);
    }

    /// @inheritdoc IRecovery
    function cancelRecovery() external {
        bytes20 chart = _chartOfCaller();
        Authoriser storage authoriser = _recoveryState.authorisers[chart];
        if (_recoveryState.recoveries[chart].readyAt == 0) revert RecoveryNotUnderWay(chart);
        if (authoriser.cancelledOnce) revert RecoveryAlreadyCancelledOnce(chart);

        authoriser.cancelledOnce = true;
        _endRecovery(chart);
    }

    /// @inheritdoc IRecovery
    function replaceAuthoriser(
        address authoriser,
        uint64 deadline,
        bytes calldata authoriserSignature
    ) external beforeDeadline(deadline) {
        bytes20 chart = _chartOfCaller();
        _checkAuthoriser(authoriser, _msgSender());
        uint32 epoch = _chart(chart).signatureEpoch;
        bytes32 digest = _digest(REPLACE_TYPE, REPLACE_STATEMENT, chart, authoriser, epoch, deadline);
        if (Signatures.recover(digest, authoriserSignature) != authoriserOf(chart)) revert RecoveryNotAuthorised(chart);

        if (_recoveryState.recoveries[chart].readyAt != 0) _endRecovery(chart);
        _setAuthoriser(chart, authoriser);
    }

    /// @inheritdoc IRecovery
    function proposeAuthoriser(address authoriser) external {
        bytes20 chart = _chartOfCaller();
        _checkNotFrozen(chart);
        _checkAuthoriser(authoriser, _msgSender());

        uint64 readyAt = uint64(block.timestamp + AUTHORISER_DELAY);
        _recoveryState.proposedAuthorisers[chart] = Successor(authoriser, readyAt);
        emit AuthoriserProposed(chart, authoriser, _msgSender(), readyAt);
    }

    /// @inheritdoc IRecovery
    function completeAuthoriser(bytes20 chart) external {
        Successor storage proposed = _recoveryState.proposedAuthorisers[chart];
        (address authoriser, uint64 readyAt) = (proposed.account, proposed.readyAt);
        if (readyAt == 0 || block.timestamp < readyAt) revert RecoveryNotDue(chart, readyAt);

        _setAuthoriser(chart, authoriser);
    }

    /// @inheritdoc IRecovery
    function recoveryOf(bytes20 chart) external view returns (address newHolder, uint64 readyAt, bool cancelledOnce) {
        Successor storage recovery = _recoveryState.recoveries[chart];
        return (recovery.account, recovery.readyAt, _recoveryState.authorisers[chart].cancelledOnce);
    }

    /// @inheritdoc IRecovery
    function proposedAuthoriserOf(bytes20 chart) external view returns (address authoriser, uint64 readyAt) {
        Successor storage proposed = _recoveryState.proposedAuthorisers[chart];
        return (proposed.account, proposed.readyAt);
    }

    /// @inheritdoc IRecovery
    function authoriserOf(bytes20 chart) public view returns (address) {
        return _recoveryState.authorisers[chart].account;
    }

    function _afterRegistration(bytes20 chart, address holder, address authoriser) internal override {
        _checkAuthoriser(authoriser, holder);

        _recoveryState.authorisers[chart].account = authoriser;
    }

    function _endRecovery(bytes20 chart) private {
        delete _recoveryState.recoveries[chart];
        _chart(chart).frozen = false;
        emit RecoveryCancelled(chart, _msgSender());
    }

    function _setAuthoriser(bytes20 chart, address authoriser) private {
        delete _recoveryState.proposedAuthorisers[chart];
        _recoveryState.authorisers[chart] = Authoriser({account: authoriser, cancelledOnce: false});
        emit AuthoriserReplaced(chart, authoriser, _msgSender());
    }

    /// @dev Called or signed by `account`.
    function _isBy(address account, bytes32 digest, bytes calldata signature) private view returns (bool) {
        return _msgSender() == account || Signatures.isValid(account, digest, signature);
    }

    function _checkNewHolder(bytes20 chart, address account) private view {
        if (chartOf(account) != 0 || account == authoriserOf(chart)) revert RecoveryInvalidHolder(account);
        _checkNotAdministrative(account);
    }

    function _checkAuthoriser(address authoriser, address holder) private pure {
        if (authoriser == address(0) || authoriser == holder) revert RecoveryInvalidAuthoriser(authoriser);
    }

    /// @dev | type hash | hash of statement | chart | who takes over | nonce or epoch | deadline |
    function _digest(
        bytes32 typeHash,
        bytes32 statement,
        bytes20 chart,
        address successor,
        uint256 number,
        uint64 deadline
    ) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(typeHash, statement, chart, successor, number, deadline)));
    }
}
