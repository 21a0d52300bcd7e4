// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Recovery of control over a chart
/// @notice Each chart has an *authoriser*: an address whose private key is in the patient's keyring, so that whoever opens the
/// keyring with any unlocker has it. It cannot read or share anything. It may
///
/// - stop sharing, at once (`Records`);
/// - start a recovery, which freezes the chart and after a delay makes another account its holder.
///
/// [Note: lost or stolen wallet] The contract cannot tell a thief who has the wallet from a patient whose recovery code was
/// stolen: one has the holder's key, the other the authoriser's. Only the patient can have both. So:
///
/// - both together win at once: `replaceAuthoriser` ends a recovery under way and changes the authoriser;
/// - the authoriser alone wins in the end: the first recovery waits `RECOVERY_DELAY` and the holder may cancel it, once; the
///   next one waits `RECOVERY_DELAY_AFTER_CANCEL` and cannot be cancelled by the holder alone. A thief with the wallet gains
///   one delay, and during a recovery can do nothing but stop sharing;
/// - the holder alone may change the authoriser only slowly, by `proposeAuthoriser`, and starting a recovery ends that.
///
/// Whoever holds the authoriser's key opened the keyring and can read everything anyway; that is why it wins.
interface IRecovery {
    event RecoveryStarted(bytes20 indexed chart, address indexed newHolder, address indexed actor, uint64 readyAt);
    event RecoveryCancelled(bytes20 indexed chart, address indexed actor);
    event ChartRecovered(bytes20 indexed chart, address indexed newHolder, address indexed oldHolder, uint32 epoch);
    event AuthoriserProposed(bytes20 indexed chart, address indexed authoriser, address indexed actor, uint64 readyAt);
    event AuthoriserReplaced(bytes20 indexed chart, address indexed authoriser, address indexed actor);

    /// @dev Zero, or the holder's own address, which would make two keys one.
    error RecoveryInvalidAuthoriser(address authoriser);
    /// @dev Holds a chart already, or is the authoriser.
    error RecoveryInvalidHolder(address account);
    /// @dev Neither called nor signed by the authoriser.
    error RecoveryNotAuthorised(bytes20 chart);
    /// @dev The new holder neither called nor signed.
    error RecoveryNotAccepted(bytes20 chart, address newHolder);
    error RecoveryNotUnderWay(bytes20 chart);
    /// @param readyAt When it is due; zero when none is under way.
    error RecoveryNotDue(bytes20 chart, uint64 readyAt);
    /// @dev The holder cancelled once since the authoriser was last replaced.
    error RecoveryAlreadyCancelledOnce(bytes20 chart);

    /// @notice Freezes a chart and names its new holder, who must have a key, no chart and no administrative role when it
    /// completes. Authoriser and new holder both sign `RecoverChart`, or one of them sends it. Replaces a recovery under way.
    /// What they sign binds `nonces(authoriser)`, which only starting a recovery spends: a signature starts one recovery, and a
    /// thief with the wallet cannot make it void before it is sent.
    function startRecovery(
        bytes20 chart,
        address newHolder,
        uint64 deadline,
        bytes calldata authoriserSignature,
        bytes calldata newHolderSignature
    ) external;

    /// @notice Makes the new holder the chart's holder, when the delay is over. Anyone may send it.
    function completeRecovery(bytes20 chart) external;

    /// @notice The caller, a patient, cancels the recovery of their chart: once, until the authoriser is replaced.
    function cancelRecovery() external;

    /// @notice The caller, a patient, changes the authoriser at once, with the present one's signature of
    /// `ReplaceRecoveryKey`. Ends a recovery under way.
    function replaceAuthoriser(address authoriser, uint64 deadline, bytes calldata authoriserSignature) external;

    /// @notice The caller, a patient who lost every unlocker, names another authoriser, who takes over after
    /// `AUTHORISER_DELAY`. A recovery that starts meanwhile ends the proposal.
    function proposeAuthoriser(address authoriser) external;

    /// @notice Makes the proposed authoriser the authoriser, when the delay is over. Anyone may send it.
    function completeAuthoriser(bytes20 chart) external;

    function authoriserOf(bytes20 chart) external view returns (address);

    /// @return newHolder Zero when no recovery is under way.
    /// @return readyAt From when on it can be completed.
    /// @return cancelledOnce Whether the holder has cancelled one already and cannot again.
    function recoveryOf(bytes20 chart) external view returns (address newHolder, uint64 readyAt, bool cancelledOnce);

    /// @return authoriser Zero when none is proposed.
    /// @return readyAt From when on it can be completed.
    function proposedAuthoriserOf(bytes20 chart) external view returns (address authoriser, uint64 readyAt);
}
