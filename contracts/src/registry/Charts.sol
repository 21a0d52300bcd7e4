// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Keys} from "./Keys.sol";

abstract contract Charts is Keys, ICharts {
    /// @dev In one slot: everything that a decision about a chart asks for.
    struct Chart {
        address holder;
        uint32 signatureEpoch;
        bool frozen;
    }

    struct ChartsState {
        mapping(bytes20 chart => Chart control) charts;
        mapping(address holder => bytes20 chart) chartOf;
    }

    bytes32 private constant REGISTER_TYPE = keccak256(
        "RegisterPatient(string statement,address patient,address recoveryKey,uint32 keyVersion,bytes32 bundleDigest,bytes32 keyringDigest,bytes32 possessionDigest,uint64 deadline)"
    );
    bytes32 private constant REGISTER_STATEMENT = keccak256(
        "I open a chart of my own. Only I can let others read it, and this recovery key can give it to a new wallet of mine."
    );

    ChartsState private _chartsState;

    /// @inheritdoc ICharts
    function registerPatient(
        KeyPublication calldata key,
        address authoriser
    ) external whenNotPaused returns (bytes20 chart) {
        return _register(_msgSender(), key, authoriser);
    }

    /// @inheritdoc ICharts
    function registerPatientFor(
        address holder,
        KeyPublication calldata key,
        address authoriser,
        uint64 deadline,
        bytes calldata signature
    ) external whenNotPaused beforeDeadline(deadline) returns (bytes20 chart) {
        bytes32 digest = _registrationDigest(holder, key, authoriser, deadline);
        if (!Signatures.isValid(holder, digest, signature)) revert SignatureInvalid(holder);

        return _register(holder, key, authoriser);
    }

    /// @inheritdoc ICharts
    function cancelSignatures() external {
        bytes20 chart = _chartOfCaller();
        uint32 epoch = ++_chart(chart).signatureEpoch;
        emit SignaturesCancelled(chart, _msgSender(), epoch);
    }

    /// @inheritdoc ICharts
    function whoControls(bytes20 chart) external view returns (address holder, uint32 signatureEpoch, bool frozen) {
        Chart storage control = _chart(chart);
        return (control.holder, control.signatureEpoch, control.frozen);
    }

    /// @inheritdoc ICharts
    function chartOf(address account) public view returns (bytes20) {
        return _chartsState.chartOf[account];
    }

    /// @inheritdoc ICharts
    function holderOf(bytes20 chart) public view returns (address) {
        return _chart(chart).holder;
    }

    /// @dev What else begins with a chart.
    function _afterRegistration(bytes20 chart, address holder, address authoriser) internal virtual;

    /// @dev Gives a chart to an account that holds none. The epoch makes void whatever the former holder signed.
    function _handOver(bytes20 chart, address newHolder) internal returns (uint32 epoch) {
        Chart storage control = _chart(chart);
        address oldHolder = control.holder;
        delete _chartsState.chartOf[oldHolder];
        _person(oldHolder).holdsChart = false;

        epoch = control.signatureEpoch + 1;
        _chartsState.charts[chart] = Chart({holder: newHolder, signatureEpoch: epoch, frozen: false});
        _chartsState.chartOf[newHolder] = chart;
        _person(newHolder).holdsChart = true;
    }

    function _chart(bytes20 chart) internal view returns (Chart storage) {
        return _chartsState.charts[chart];
    }

    function _chartOfCaller() internal view returns (bytes20 chart) {
        chart = chartOf(_msgSender());
        if (chart == 0) revert ChartNotHolder(_msgSender());
    }

    function _checkNotFrozen(bytes20 chart) internal view {
        if (_chart(chart).frozen) revert ChartFrozen(chart);
    }

    function _signerFor(bytes20 chart) internal view override returns (address holder, uint32 epoch) {
        Chart storage control = _chart(chart);
        if (control.holder == address(0)) revert ChartUnknown(chart);
        return (control.holder, control.signatureEpoch);
    }

    function _register(
        address holder,
        KeyPublication calldata key,
        address authoriser
    ) private returns (bytes20 chart) {
        chart = chartOf(holder);
        if (chart != 0) revert ChartAlreadyRegistered(chart, holder);
        chart = bytes20(keccak256(abi.encode(block.chainid, address(this), holder)));
        if (holderOf(chart) != address(0)) revert ChartAlreadyRegistered(chart, holder);
        _checkNotAdministrative(holder);

        _chart(chart).holder = holder;
        _chartsState.chartOf[holder] = chart;
        _person(holder).holdsChart = true;
        emit PatientRegistered(chart, holder, authoriser);

        _afterRegistration(chart, holder, authoriser);
        _publishKey(holder, key);
    }

    /// @dev | type hash | hash of statement | patient | recovery key | key version | bundle digest | keyring digest | possession digest | deadline |
    function _registrationDigest(
        address holder,
        KeyPublication calldata key,
        address authoriser,
        uint64 deadline
    ) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        REGISTER_TYPE,
                        REGISTER_STATEMENT,
                        holder,
                        authoriser,
                        key.version,
                        keccak256(key.bundle),
                        keccak256(key.keyring),
                        keccak256(key.possession),
                        deadline
                    )
                )
            );
    }
}
